extension NoticeWords {
  static let spanish = NoticeWords(
    parcel: """
      Número de seguimiento: {tracking}
      Transportista: {carrier}
      Siga el envío aquí: {tracking_link}
      """,
    items: """
      Se trata de:
      {items}
      """,
    closing: """
      Si tiene alguna duda, escriba a {support}.

      {shop}
      """,
    texts: [
      .shipped: (
        "Su pedido {order} está en camino",
        """
        buenas noticias: su pedido {order} ha salido y está en camino. Debería llegar a más tardar \
        el {expected}.

        %parcel
        """
      ),
      .partlyShipped: (
        "La primera parte de su pedido {order} está en camino",
        """
        una parte de su pedido {order} está en camino. El resto va en otro paquete; le escribiremos \
        de nuevo cuando salga.

        {items}

        %parcel
        """
      ),
      .delayed: (
        "Su pedido {order} tarda más de lo que dijimos",
        """
        su pedido {order} está tardando más de lo que dijimos, y lo sentimos. Ahora lo esperamos a \
        más tardar el {expected}. No tiene que hacer nada: seguimos el paquete y le avisaremos si \
        algo cambia.

        %parcel
        """
      ),
      .outForDelivery: (
        "Su pedido {order} llega hoy",
        """
        su pedido {order} ha salido a reparto y debería llegar hoy.

        %parcel
        """
      ),
      .pickup: (
        "Su pedido {order} le está esperando",
        """
        su pedido {order} le espera en un punto de recogida. Está aquí: {place}. Recójalo pronto, por \
        favor, pues pasados unos días el transportista lo devuelve.

        %parcel
        """
      ),
      .delivered: (
        "Su pedido {order} ha llegado",
        """
        el transportista nos comunica que su pedido {order} se ha entregado. Esperamos que lo \
        disfrute. Si no encuentra el paquete, pregunte primero a sus vecinos y después díganoslo.

        %parcel
        """
      ),
      .deliveryFailed: (
        "No se pudo entregar su pedido {order}",
        """
        el transportista intentó entregar su pedido {order} y no pudo. El motivo que indica: \
        {reason}. Normalmente lo intenta de nuevo el siguiente día laborable; procure que alguien \
        pueda recibir el paquete o contacte con el transportista con el número de abajo.

        %parcel
        """
      ),
      .customs: (
        "Su pedido {order} está en la aduana",
        """
        la aduana está revisando su pedido {order}. El transportista indica: {reason}. Si la aduana o \
        el transportista le escriben, responda pronto, por favor, para que el paquete pueda seguir.

        %parcel
        """
      ),
      .cancelled: (
        "Su pedido {order} está cancelado",
        """
        su pedido {order} está cancelado. {reason}

        Lo que pagó por él vuelve por el mismo medio de pago.
        """
      ),
      .refunded: (
        "Su reembolso del pedido {order}",
        """
        le hemos devuelto {amount} de su pedido {order} por el mismo medio de pago. Según su banco, \
        tardará unos días en verlo.
        """
      ),
      .returnApproved: (
        "Su devolución del pedido {order} está aprobada",
        """
        su devolución del pedido {order} está aprobada. Le devolvemos {amount}. {reason}

        %items
        """
      ),
      .returnDeclined: (
        "Sobre su devolución del pedido {order}",
        """
        hemos revisado lo que escribió sobre el pedido {order} y no podemos aceptar la devolución. \
        Este es el motivo:

        {reason}

        Si no está de acuerdo, díganoslo, por favor.
        """
      ),
      .returnAsked: (
        "Una pregunta sobre su devolución del pedido {order}",
        """
        para decidir sobre la devolución de su pedido {order} necesitamos saber más:

        {reason}
        """
      ),
      .returnReceived: (
        "Hemos recibido su devolución del pedido {order}",
        """
        lo que devolvió del pedido {order} ha llegado. Ahora nos ocupamos del resto y le escribiremos \
        cuando esté listo.
        """
      ),
      .replaced: (
        "Un nuevo envío para su pedido {order}",
        """
        un producto que sustituye al de su pedido {order} está en camino.

        %parcel
        """
      ),
    ])
}
