extension NoticeWords {
  static let german = NoticeWords(
    parcel: """
      Sendungsnummer: {tracking}
      Zusteller: {carrier}
      Verfolgen Sie es hier: {tracking_link}
      """,
    items: """
      Es geht um:
      {items}
      """,
    closing: """
      Bei Fragen schreiben Sie bitte an {support}.

      {shop}
      """,
    texts: [
      .shipped: (
        "Ihre Bestellung {order} ist unterwegs",
        """
        Ihre Bestellung {order} ist verschickt und auf dem Weg zu Ihnen. Sie sollte bis zum \
        {expected} bei Ihnen sein.

        %parcel
        """
      ),
      .partlyShipped: (
        "Der erste Teil Ihrer Bestellung {order} ist unterwegs",
        """
        ein Teil Ihrer Bestellung {order} ist auf dem Weg zu Ihnen. Der Rest kommt in einem eigenen \
        Paket; wir schreiben Ihnen wieder, sobald es verschickt ist.

        {items}

        %parcel
        """
      ),
      .delayed: (
        "Ihre Bestellung {order} braucht länger als gesagt",
        """
        Ihre Bestellung {order} braucht länger, als wir gesagt haben, und das tut uns leid. Wir \
        rechnen jetzt bis zum {expected} damit. Sie müssen nichts tun: Wir behalten das Paket im \
        Auge und schreiben Ihnen, wenn sich daran etwas ändert.

        %parcel
        """
      ),
      .outForDelivery: (
        "Ihre Bestellung {order} kommt heute",
        """
        Ihre Bestellung {order} ist in der Zustellung und sollte heute bei Ihnen ankommen.

        %parcel
        """
      ),
      .pickup: (
        "Ihre Bestellung {order} liegt für Sie bereit",
        """
        Ihre Bestellung {order} liegt zum Abholen bereit. Sie finden sie hier: {place}. Bitte holen \
        Sie das Paket bald ab, denn nach einigen Tagen geht es zurück.

        %parcel
        """
      ),
      .delivered: (
        "Ihre Bestellung {order} ist angekommen",
        """
        der Zusteller meldet, dass Ihre Bestellung {order} zugestellt ist. Wir wünschen Ihnen viel \
        Freude damit. Wenn Sie das Paket nicht finden, fragen Sie bitte zuerst die Nachbarn und \
        sagen Sie uns dann Bescheid.

        %parcel
        """
      ),
      .deliveryFailed: (
        "Ihre Bestellung {order} konnte nicht zugestellt werden",
        """
        der Zusteller wollte Ihre Bestellung {order} bringen und konnte es nicht. Er nennt als \
        Grund: {reason}. Meist versucht er es am nächsten Werktag noch einmal; bitte sorgen Sie \
        dafür, dass jemand das Paket annehmen kann, oder melden Sie sich mit der Nummer unten beim \
        Zusteller.

        %parcel
        """
      ),
      .customs: (
        "Ihre Bestellung {order} liegt beim Zoll",
        """
        Ihre Bestellung {order} wird vom Zoll geprüft. Der Zusteller meldet: {reason}. Wenn der Zoll \
        oder der Zusteller Ihnen schreibt, antworten Sie bitte bald, damit das Paket weiter kann.

        %parcel
        """
      ),
      .cancelled: (
        "Ihre Bestellung {order} ist storniert",
        """
        Ihre Bestellung {order} ist storniert. {reason}

        Was Sie dafür bezahlt haben, geht auf demselben Weg zurück.
        """
      ),
      .refunded: (
        "Ihre Erstattung zur Bestellung {order}",
        """
        wir haben Ihnen {amount} zur Bestellung {order} auf demselben Weg zurückgeschickt, auf dem \
        Sie bezahlt haben. Je nach Bank dauert es einige Tage, bis Sie es sehen.
        """
      ),
      .returnApproved: (
        "Ihre Rückgabe zur Bestellung {order} ist genehmigt",
        """
        Ihre Rückgabe zur Bestellung {order} ist genehmigt. Sie bekommen {amount} zurück. {reason}

        %items
        """
      ),
      .returnDeclined: (
        "Zu Ihrer Rückgabe zur Bestellung {order}",
        """
        wir haben angesehen, was Sie uns zur Bestellung {order} geschrieben haben, und können sie \
        nicht zurücknehmen. Der Grund:

        {reason}

        Wenn Sie es anders sehen, sagen Sie es uns bitte.
        """
      ),
      .returnAsked: (
        "Eine Frage zu Ihrer Rückgabe zur Bestellung {order}",
        """
        um über die Rückgabe zu Ihrer Bestellung {order} zu entscheiden, müssen wir mehr wissen:

        {reason}
        """
      ),
      .returnReceived: (
        "Ihre Rücksendung zur Bestellung {order} ist da",
        """
        was Sie von der Bestellung {order} zurückgeschickt haben, ist angekommen. Wir kümmern uns \
        jetzt um alles Weitere und schreiben Ihnen, wenn es erledigt ist.
        """
      ),
      .replaced: (
        "Ersatz für Ihre Bestellung {order}",
        """
        ein Ersatz zu Ihrer Bestellung {order} ist auf dem Weg zu Ihnen.

        %parcel
        """
      ),
    ])
}
