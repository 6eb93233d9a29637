import Wire

// By which setting each service proves what it sends, and the one that sends the secret itself in a header.

extension ShopifyAdmin {
  /// The app's client secret.
  package var webhookSecret: WebhookSecret {
    WebhookSecret(setting: "secret", isSet: !credentials.secret.isEmpty)
  }
}

extension WooCommerce {
  /// The secret that was entered with the webhook.
  package var webhookSecret: WebhookSecret {
    WebhookSecret(
      setting: "webhook_secret",
      isSet: !(credentials.options["webhook_secret"] ?? "").isEmpty)
  }
}

extension AfterShip {
  /// The webhook secret of AfterShip's settings.
  package var webhookSecret: WebhookSecret {
    WebhookSecret(setting: "secret", isSet: !credentials.secret.isEmpty)
  }
}

extension EasyPost {
  /// The secret that was given with the webhook.
  package var webhookSecret: WebhookSecret {
    WebhookSecret(setting: "secret", isSet: !credentials.secret.isEmpty)
  }
}

extension SeventeenTrack {
  /// The API key itself.
  package var webhookSecret: WebhookSecret {
    WebhookSecret(setting: "key", isSet: !credentials.key.isEmpty)
  }
}

extension Karrio {
  /// Comes in a header as it is.
  package var webhookSecret: WebhookSecret {
    WebhookSecret(setting: "secret", isSet: !credentials.secret.isEmpty)
  }

  /// Without the header that carries the secret.
  package func keepable(_ delivery: Delivery) -> Delivery {
    var kept = delivery
    kept.headers["X-Event-Id"] = nil
    return kept
  }

  /// With the header again.
  package func restored(_ delivery: Delivery) -> Delivery {
    var whole = delivery
    whole.headers["X-Event-Id"] = credentials.secret
    return whole
  }
}

extension Stripe {
  /// The endpoint's signing secret.
  package var webhookSecret: WebhookSecret {
    WebhookSecret(setting: "secret", isSet: !credentials.secret.isEmpty)
  }
}
