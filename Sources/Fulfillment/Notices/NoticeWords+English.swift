extension NoticeWords {
  static let english = NoticeWords(
    parcel: """
      Tracking number: {tracking}
      Carrier: {carrier}
      Follow it here: {tracking_link}
      """,
    items: """
      It is about:
      {items}
      """,
    closing: """
      If anything is unclear, write to {support}.

      {shop}
      """,
    texts: [
      .shipped: (
        "Your order {order} is on its way",
        """
        good news: your order {order} has been handed over and is on its way to you. It should reach \
        you by {expected}.

        %parcel
        """
      ),
      .partlyShipped: (
        "The first part of your order {order} is on its way",
        """
        a part of your order {order} is on its way to you. The rest follows in a parcel of its own, \
        and we will write to you again when it leaves.

        {items}

        %parcel
        """
      ),
      .delayed: (
        "Your order {order} takes longer than we said",
        """
        your order {order} is taking longer than we said, and we are sorry for it. We now expect it \
        by {expected}. You need not do anything: we keep an eye on the parcel and write again if that \
        changes.

        %parcel
        """
      ),
      .outForDelivery: (
        "Your order {order} arrives today",
        """
        your order {order} is out for delivery and should reach you today.

        %parcel
        """
      ),
      .pickup: (
        "Your order {order} is waiting for you",
        """
        your order {order} is waiting for you at a pick-up point. You find it here: {place}. Please \
        fetch it soon, for after some days the carrier sends it back.

        %parcel
        """
      ),
      .delivered: (
        "Your order {order} has arrived",
        """
        the carrier tells us that your order {order} has been delivered. We hope that you enjoy it. \
        If you can't find the parcel, please ask your neighbours first and then tell us.

        %parcel
        """
      ),
      .deliveryFailed: (
        "Your order {order} could not be delivered",
        """
        the carrier tried to deliver your order {order} and could not. It says: {reason}. It usually \
        tries again on the next working day; please make sure that somebody can take the parcel, or \
        contact the carrier with the number below.

        %parcel
        """
      ),
      .customs: (
        "Your order {order} is with customs",
        """
        your order {order} is being looked at by customs. The carrier says: {reason}. Should customs \
        or the carrier write to you, please answer them soon, so that the parcel can go on.

        %parcel
        """
      ),
      .cancelled: (
        "Your order {order} is cancelled",
        """
        your order {order} is cancelled. {reason}

        What you have paid for it goes back by the way you paid it.
        """
      ),
      .refunded: (
        "Your refund for order {order}",
        """
        we have sent {amount} back to you for your order {order}, by the way you paid. Depending on \
        your bank it takes some days until you see it.
        """
      ),
      .returnApproved: (
        "Your return for order {order} is approved",
        """
        your return for order {order} is approved. {amount} goes back to you. {reason}

        %items
        """
      ),
      .returnDeclined: (
        "Your return for order {order}",
        """
        we have looked at what you wrote about order {order}, and we can't take it back. This is why:

        {reason}

        If you see it otherwise, please tell us.
        """
      ),
      .returnAsked: (
        "A question about your return for order {order}",
        """
        to decide on your return for order {order} we need to know more:

        {reason}
        """
      ),
      .returnReceived: (
        "Your return for order {order} has arrived",
        """
        what you sent back of order {order} has arrived. We will see to the rest now and write to you \
        when it is done.
        """
      ),
      .replaced: (
        "A replacement for your order {order}",
        """
        a replacement for your order {order} is on its way to you.

        %parcel
        """
      ),
      .support: (
        "Order {order} needs a hand",
        """
        Order {order} of {shop} needs a hand: {reason}.

        {name}
        {items}
        %parcel
        """
      ),
    ])
}
