extension NoticeWords {
  static let french = NoticeWords(
    parcel: """
      Numéro de suivi : {tracking}
      Transporteur : {carrier}
      Suivez-le ici : {tracking_link}
      """,
    items: """
      Il s'agit de :
      {items}
      """,
    closing: """
      Pour toute question, écrivez à {support}.

      {shop}
      """,
    texts: [
      .shipped: (
        "Votre commande {order} est en route",
        """
        bonne nouvelle : votre commande {order} est partie et se trouve en route vers vous. Elle \
        devrait arriver au plus tard le {expected}.

        %parcel
        """
      ),
      .partlyShipped: (
        "La première partie de votre commande {order} est en route",
        """
        une partie de votre commande {order} est en route. Le reste suit dans un autre colis ; nous \
        vous écrirons à son départ.

        {items}

        %parcel
        """
      ),
      .delayed: (
        "Votre commande {order} prend plus de temps que prévu",
        """
        votre commande {order} prend plus de temps que nous l'avions dit, et nous en sommes désolés. \
        Nous l'attendons maintenant au plus tard le {expected}. Vous n'avez rien à faire : nous \
        suivons le colis et vous écrirons si cela change.

        %parcel
        """
      ),
      .outForDelivery: (
        "Votre commande {order} arrive aujourd'hui",
        """
        votre commande {order} est en cours de livraison et devrait arriver aujourd'hui.

        %parcel
        """
      ),
      .pickup: (
        "Votre commande {order} vous attend",
        """
        votre commande {order} vous attend dans un point de retrait. Elle se trouve ici : {place}. \
        Retirez-la sans tarder, car après quelques jours le transporteur la renvoie.

        %parcel
        """
      ),
      .delivered: (
        "Votre commande {order} est arrivée",
        """
        le transporteur nous annonce que votre commande {order} est livrée. Nous espérons qu'elle \
        vous plaira. Si vous ne trouvez pas le colis, demandez d'abord à vos voisins, puis \
        dites-le-nous.

        %parcel
        """
      ),
      .deliveryFailed: (
        "Votre commande {order} n'a pas pu être livrée",
        """
        le transporteur a voulu livrer votre commande {order} et n'a pas pu. La raison qu'il donne : \
        {reason}. D'habitude il revient le jour ouvré suivant ; faites en sorte que quelqu'un puisse \
        prendre le colis, ou contactez le transporteur avec le numéro ci-dessous.

        %parcel
        """
      ),
      .customs: (
        "Votre commande {order} est à la douane",
        """
        votre commande {order} est examinée par la douane. Le transporteur indique : {reason}. Si la \
        douane ou le transporteur vous écrit, répondez vite, pour que le colis puisse repartir.

        %parcel
        """
      ),
      .cancelled: (
        "Votre commande {order} est annulée",
        """
        votre commande {order} est annulée. {reason}

        Ce que vous avez payé vous revient par le même moyen de paiement.
        """
      ),
      .refunded: (
        "Votre remboursement pour la commande {order}",
        """
        nous vous avons renvoyé {amount} pour votre commande {order}, par le même moyen de paiement. \
        Selon votre banque, il faut quelques jours pour le voir.
        """
      ),
      .returnApproved: (
        "Votre retour pour la commande {order} est accepté",
        """
        votre retour pour la commande {order} est accepté. Nous vous rendons {amount}. {reason}

        %items
        """
      ),
      .returnDeclined: (
        "Au sujet de votre retour pour la commande {order}",
        """
        nous avons examiné ce que vous avez écrit sur la commande {order} et ne pouvons pas accepter \
        le retour. En voici la raison :

        {reason}

        Si vous voyez la chose autrement, dites-le-nous.
        """
      ),
      .returnAsked: (
        "Une question sur votre retour pour la commande {order}",
        """
        pour décider de votre retour pour la commande {order}, il nous faut en savoir plus :

        {reason}
        """
      ),
      .returnReceived: (
        "Votre retour pour la commande {order} est arrivé",
        """
        ce que vous avez renvoyé de la commande {order} est arrivé. Nous nous occupons du reste et \
        vous écrirons quand ce sera fait.
        """
      ),
      .replaced: (
        "Un remplacement pour votre commande {order}",
        """
        un article de remplacement pour votre commande {order} est en route vers vous.

        %parcel
        """
      ),
    ])
}
