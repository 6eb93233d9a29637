extension NoticeWords {
  /// As in Brazil.
  static let portuguese = NoticeWords(
    parcel: """
      Código de rastreio: {tracking}
      Transportadora: {carrier}
      Acompanhe aqui: {tracking_link}
      """,
    items: """
      Trata-se de:
      {items}
      """,
    closing: """
      Se tiver alguma dúvida, escreva para {support}.

      {shop}
      """,
    texts: [
      .shipped: (
        "Seu pedido {order} está a caminho",
        """
        boas notícias: seu pedido {order} foi despachado e está a caminho. A previsão de chegada é \
        {expected}.

        %parcel
        """
      ),
      .partlyShipped: (
        "A primeira parte do seu pedido {order} está a caminho",
        """
        uma parte do seu pedido {order} está a caminho. O restante segue em outro pacote, e \
        escreveremos de novo quando ele sair.

        {items}

        %parcel
        """
      ),
      .delayed: (
        "Seu pedido {order} vai demorar mais do que dissemos",
        """
        seu pedido {order} está demorando mais do que dissemos, e pedimos desculpas. A nova previsão \
        de chegada é {expected}. Você não precisa fazer nada: estamos acompanhando o pacote e \
        avisaremos se isso mudar.

        %parcel
        """
      ),
      .outForDelivery: (
        "Seu pedido {order} chega hoje",
        """
        seu pedido {order} saiu para entrega e deve chegar hoje.

        %parcel
        """
      ),
      .pickup: (
        "Seu pedido {order} está esperando por você",
        """
        seu pedido {order} está disponível para retirada. O local é: {place}. Por favor, retire-o em \
        breve, pois depois de alguns dias a transportadora o devolve.

        %parcel
        """
      ),
      .delivered: (
        "Seu pedido {order} chegou",
        """
        a transportadora informa que seu pedido {order} foi entregue. Esperamos que você goste. Se \
        não encontrar o pacote, pergunte primeiro aos vizinhos e depois fale com a gente.

        %parcel
        """
      ),
      .deliveryFailed: (
        "Não foi possível entregar seu pedido {order}",
        """
        a transportadora tentou entregar seu pedido {order} e não conseguiu. O motivo informado: \
        {reason}. Em geral há uma nova tentativa no próximo dia útil; deixe alguém para receber o \
        pacote ou fale com a transportadora usando o código abaixo.

        %parcel
        """
      ),
      .customs: (
        "Seu pedido {order} está na alfândega",
        """
        seu pedido {order} está em análise na alfândega. A transportadora informa: {reason}. Se a \
        alfândega ou a transportadora escrever para você, responda logo, para que o pacote possa \
        seguir.

        %parcel
        """
      ),
      .cancelled: (
        "Seu pedido {order} foi cancelado",
        """
        seu pedido {order} foi cancelado. {reason}

        O que você pagou por ele volta pelo mesmo meio de pagamento.
        """
      ),
      .refunded: (
        "Seu reembolso do pedido {order}",
        """
        devolvemos {amount} do seu pedido {order} pelo mesmo meio de pagamento. Dependendo do seu \
        banco, o valor leva alguns dias para aparecer.
        """
      ),
      .returnApproved: (
        "A devolução do pedido {order} foi aprovada",
        """
        a devolução do seu pedido {order} foi aprovada. Você recebe {amount} de volta. {reason}

        %items
        """
      ),
      .returnDeclined: (
        "Sobre a devolução do pedido {order}",
        """
        analisamos o que você escreveu sobre o pedido {order} e não podemos aceitar a devolução. O \
        motivo é este:

        {reason}

        Se você discorda, por favor nos diga.
        """
      ),
      .returnAsked: (
        "Uma pergunta sobre a devolução do pedido {order}",
        """
        para decidir sobre a devolução do seu pedido {order}, precisamos saber mais:

        {reason}
        """
      ),
      .returnReceived: (
        "Recebemos a devolução do pedido {order}",
        """
        o que você devolveu do pedido {order} chegou. Agora cuidamos do resto e escrevemos quando \
        estiver tudo pronto.
        """
      ),
      .replaced: (
        "Um novo envio para o seu pedido {order}",
        """
        um produto em substituição ao do seu pedido {order} está a caminho.

        %parcel
        """
      ),
    ])
}
