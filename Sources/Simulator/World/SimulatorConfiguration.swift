package import Fulfillment

/// The configuration file with which the program works against a simulated world.
package enum SimulatorConfiguration {
  /// A complete `config.toml` for a world that listens on that port of this machine. Its secrets are
  /// named only; their values are `World.secrets`.
  package static func toml(port: Int) -> String {
    """
    # Accounts of a simulated world on this machine. The keys come from the environment.
    [[account]]
    name = "shop"
    service = "woocommerce"
    url = "http://127.0.0.1:\(port)/shop"
    key = "env:SUPERCARGO_SIM_WOO_KEY"
    secret = "env:SUPERCARGO_SIM_WOO_SECRET"
    webhook_secret = "env:SUPERCARGO_SIM_WOO_HOOKS"

    # The same orders as a Shopify shop has them: take one of the two.
    # [[account]]
    # name = "shopify"
    # service = "shopify"
    # url = "http://127.0.0.1:\(port)/shopify"
    # key = "env:SUPERCARGO_SIM_SHOPIFY_KEY"
    # secret = "env:SUPERCARGO_SIM_SHOPIFY_SECRET"

    [[account]]
    name = "CJ"
    service = "cj"
    url = "http://127.0.0.1:\(port)/cj"
    key = "env:SUPERCARGO_SIM_CJ_KEY"
    secret = "env:SUPERCARGO_SIM_CJ_HOOKS"

    [[account]]
    name = "AliExpress"
    service = "aliexpress"
    url = "http://127.0.0.1:\(port)/aliexpress"
    key = "env:SUPERCARGO_SIM_ALIEXPRESS_KEY"
    secret = "env:SUPERCARGO_SIM_ALIEXPRESS_SECRET"
    session = "env:SUPERCARGO_SIM_ALIEXPRESS_TOKEN"
    refresh_token = "env:SUPERCARGO_SIM_ALIEXPRESS_REFRESH"

    # The first tracker is asked for every parcel; 17track takes forty numbers a call.
    [[account]]
    name = "17track"
    service = "17track"
    url = "http://127.0.0.1:\(port)/17track"
    key = "env:SUPERCARGO_SIM_17TRACK_KEY"

    # Takes one number a call; follows the parcels it has been told of.
    [[account]]
    name = "easypost"
    service = "easypost"
    url = "http://127.0.0.1:\(port)/easypost"
    key = "env:SUPERCARGO_SIM_EASYPOST_KEY"
    secret = "env:SUPERCARGO_SIM_EASYPOST_HOOKS"

    # The payments of the shop's orders, and the disputes of some.
    [[account]]
    name = "stripe"
    service = "stripe"
    url = "http://127.0.0.1:\(port)/stripe"
    key = "env:SUPERCARGO_SIM_STRIPE_KEY"
    secret = "env:SUPERCARGO_SIM_STRIPE_HOOKS"

    # Other trackers of the same parcels: aftership, shippo and karrio answer at
    # /aftership, /shippo and /karrio with the keys SUPERCARGO_SIM_AFTERSHIP_KEY,
    # SUPERCARGO_SIM_SHIPPO_KEY and SUPERCARGO_SIM_KARRIO_KEY.

    # What a dollar buys in this world.
    [rates]
    base = "USD"
    EUR = "0.92"
    GBP = "0.79"
    JPY = "150"
    KRW = "1400"
    KWD = "0.307"
    PLN = "4"

    # What the shop promises who sends goods back, and what a supplier grants.
    [[returns.policy]]
    storefront = "shop"
    window = "30d"
    pays = "customer"
    keep_below = ["15.00 USD", "14.00 EUR", "12.00 GBP"]

    [[returns.policy]]
    supplier = "CJ"
    window = "15d"
    takes_back = false
    credits = "80%"

    # What the shop promises its customers, counted from payment.
    [[promise]]
    countries = ["US"]
    within = "12d"

    [[promise]]
    within = "16d"

    """
  }
}

extension World {
  /// The values of the environment variables that `SimulatorConfiguration.toml` names.
  package var secrets: [String: String] {
    [
      "SUPERCARGO_SIM_WOO_KEY": keys.wooKey,
      "SUPERCARGO_SIM_WOO_SECRET": keys.wooSecret,
      "SUPERCARGO_SIM_WOO_HOOKS": hookSecret(.woocommerce),
      "SUPERCARGO_SIM_SHOPIFY_KEY": shopifyKey,
      "SUPERCARGO_SIM_SHOPIFY_SECRET": shopifySecret,
      "SUPERCARGO_SIM_SHOPIFY_CLIENT": shopifyClient,
      "SUPERCARGO_SIM_STRIPE_KEY": stripeKey,
      "SUPERCARGO_SIM_STRIPE_HOOKS": stripeHookSecret,
      "SUPERCARGO_SIM_CJ_KEY": keys.cj,
      "SUPERCARGO_SIM_CJ_HOOKS": hookSecret(.cj),
      "SUPERCARGO_SIM_ALIEXPRESS_KEY": keys.aliExpressKey,
      "SUPERCARGO_SIM_ALIEXPRESS_SECRET": keys.aliExpressSecret,
      "SUPERCARGO_SIM_ALIEXPRESS_TOKEN": keys.aliExpressToken,
      "SUPERCARGO_SIM_ALIEXPRESS_REFRESH": keys.aliExpressRefresh,
      "SUPERCARGO_SIM_ALIEXPRESS_CODE": keys.aliExpressCode,
      "SUPERCARGO_SIM_EASYPOST_KEY": keys.easyPost,
      "SUPERCARGO_SIM_EASYPOST_HOOKS": hookSecret(.easypost),
      "SUPERCARGO_SIM_17TRACK_KEY": keys.seventeenTrack,
      "SUPERCARGO_SIM_AFTERSHIP_KEY": keys.afterShip,
      "SUPERCARGO_SIM_SHIPPO_KEY": keys.shippo,
      "SUPERCARGO_SIM_KARRIO_KEY": keys.karrio,
    ]
  }

  /// Each way to fill a product of the shop - cost, methods, stock, countries - for seeding a store.
  package var offers: [Offer] { Catalogue.offers(stockAt: options.start) }
  /// Who fills them.
  package var suppliers: [Supplier] { Catalogue.suppliers }
}
