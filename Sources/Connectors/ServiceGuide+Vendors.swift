// Names of menus as the vendors' own pages have them; they move now and then.
extension ServiceGuide {
  static let names = [
    "url": "address", "key": "key", "secret": "secret", "webhook_secret": "webhook secret",
    "folder": "folder", "to": "address to write to",
  ]

  static let hints = [
    "webhook_secret": "by which it signs what it sends to supercargo serve",
    "folder": "a folder that both sides reach",
  ]

  /// Asked for besides what a service needs.
  static let optional = [
    "shopify": ["secret"], "aliexpress": ["refresh_token"], "stripe": ["secret"],
    "cj": ["secret"], "aftership": ["secret"], "easypost": ["secret"], "shippo": ["secret"],
    "karrio": ["secret"],
  ]

  /// Where a service proves nothing but that it was given the right address.
  private static let madeUp = (
    "webhook secret",
    "for supercargo serve: make up a long one; it stands in the address that the service is given"
  )

  static let all: [String: ServiceGuide] = [
    "shopify": ServiceGuide(
      "Shopify",
      "Make an app for your own shop, give it the Admin API scopes below, and install it.",
      scopes: "read_orders, read_all_orders, write_orders, "
        + "write_merchant_managed_fulfillment_orders, read_returns, read_shopify_payments_disputes",
      [
        "url": ("shop address", "https://NAME.myshopify.com"),
        "key": (
          "access token or client id",
          "Settings > Apps > Develop apps > your app > API credentials: the Admin API access token "
            + "(shpat_..., shown once), or the client id of an app of the developer dashboard"
        ),
        "secret": (
          "client secret",
          "beside the client id; with an access token it is only for webhooks"
        ),
      ]),
    "woocommerce": ServiceGuide(
      "WooCommerce",
      "Make a REST API key for a user who manages the shop, with Read/Write permissions.",
      scopes: "Read/Write",
      [
        "url": ("shop address", "https://shop.example, as the shop itself is reached"),
        "key": (
          "consumer key",
          "WooCommerce > Settings > Advanced > REST API > Add key: begins with ck_"
        ),
        "secret": ("consumer secret", "shown once beside it: begins with cs_"),
        "webhook_secret": (
          "webhook secret", "WooCommerce > Settings > Advanced > Webhooks > your webhook > Secret"
        ),
      ]),
    "cj": ServiceGuide(
      "CJ Dropshipping", "Make an API key in your CJ account.",
      [
        "key": ("API key", "My CJ > Authorization > API > API key: CJ and digits, @api@, letters"),
        "secret": madeUp,
      ]),
    "aliexpress": ServiceGuide(
      "AliExpress",
      "Make a dropshipping app at openservice.aliexpress.com, then let it into your buyer's account: "
        + "its sign-in page ends at the app's callback address with a code in it.",
      scopes: "the permission group AliExpress-dropship",
      [
        "key": ("App Key", "openservice.aliexpress.com > App Management > your app"),
        "secret": ("App Secret", "beside the App Key"),
        "session": ("session (access token)", "the access_token that the code was exchanged for"),
        "refresh_token": (
          "refresh token", "came with the session; with it the session is renewed in time"
        ),
      ]),
    "files": ServiceGuide(
      "Supplier by files",
      "Agree on a folder with the supplier: orders go into its in, answers "
        + "come back in its out.",
      ["folder": ("folder", "a mounted share or a folder that SFTP serves")]),
    "files-shop": ServiceGuide(
      "Shop by files",
      "Have the shop's orders exported into a folder: Shopify's CSV, what WooCommerce's export "
        + "extensions write, or JSON.",
      ["folder": ("folder", "where the exports come; each is read once and moved to its done")]),
    "email": ServiceGuide(
      "Supplier by e-mail",
      "Letters are put into a folder from which your mail program sends them.",
      [
        "to": ("supplier's address", "where orders are to go"),
        "folder": ("spool folder", "from which your mail program sends"),
      ]),
    "17track": ServiceGuide(
      "17TRACK", "Make an access key at api.17track.net.",
      ["key": ("access key", "api.17track.net > Settings > Security > Access key")]),
    "aftership": ServiceGuide(
      "AfterShip", "Make an API key for Tracking.",
      [
        "key": ("API key", "Organization settings > API keys, with access to Tracking"),
        "secret": ("webhook secret", "Tracking > Settings > Webhooks, for supercargo serve"),
      ]),
    "easypost": ServiceGuide(
      "EasyPost", "Take the production key; the test key knows only test numbers.",
      [
        "key": ("API key", "Account settings > API keys: begins with EZAK"),
        "secret": ("webhook secret", "the one given with the webhook, for supercargo serve"),
      ]),
    "shippo": ServiceGuide(
      "Shippo", "Make a live API token.",
      [
        "key": ("API token", "Settings > API > Live token: begins with shippo_live_"),
        "secret": madeUp,
      ]),
    "karrio": ServiceGuide(
      "Karrio", "Make an API key on your own server.",
      [
        "url": ("server address", "https://karrio.example, without /v1"),
        "key": ("API key", "Dashboard > Developers > API keys: begins with key_"),
        "secret": ("webhook secret", "Developers > Webhooks > yours, for supercargo serve"),
      ]),
    "stripe": ServiceGuide(
      "Stripe", "Make a restricted key.",
      scopes: "Charges and Disputes: read, Refunds: write",
      [
        "key": ("restricted key", "Developers > API keys > Create restricted key: begins with rk_"),
        "secret": (
          "signing secret", "Developers > Webhooks > your endpoint: begins with whsec_"
        ),
      ]),
  ]
}
