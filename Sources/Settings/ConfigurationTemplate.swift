/// The configuration that `supercargo init` writes: every setting with its default, all of it commented
/// out. A line `#x = 1` is a setting to uncomment, a line `# ...` explains.
package enum ConfigurationTemplate {
  package static let text = """
    # Supercargo's configuration. Everything here is optional; what is commented out shows the default
    # or an example. Remove the # in front of a line to set it. `supercargo doctor` checks this file; an
    # editor completes and checks it by the schema that `supercargo init --schema` prints.

    # Accounts: the shops, suppliers and trackers to pull. Secrets never stand here: name an environment
    # variable (env:NAME) or a file that only you can read (file:PATH, mode 0600).
    # `supercargo connect SERVICE` asks for what is needed and adds the account.

    #[[account]]
    #name = "main-shop"
    #service = "woocommerce"
    #url = "https://shop.example"
    #key = "env:WOO_KEY"
    #secret = "env:WOO_SECRET"
    # How often to pull it; the default is the service's own.
    #every = "5m"

    # The key is an Admin access token, or the client id of an app whose client secret is the secret.
    #[[account]]
    #name = "second-shop"
    #service = "shopify"
    #url = "https://my-shop.myshopify.com"
    #key = "env:SHOPIFY_TOKEN"
    #secret = "env:SHOPIFY_SECRET"
    # Read orders over REST instead of GraphQL.
    #api = "rest"

    #[[account]]
    #name = "CJ"
    #service = "cj"
    #key = "env:CJ_KEY"
    # Pay its orders from the balance: auto or by-hand.
    #pay = "by-hand"

    # The key and secret of your app there, and the session that it was granted.
    #[[account]]
    #name = "AliExpress"
    #service = "aliexpress"
    #key = "env:ALI_KEY"
    #secret = "env:ALI_SECRET"
    #session = "file:aliexpress.session"
    # With it the session is renewed in time.
    #refresh_token = "file:aliexpress.refresh"

    # A supplier that takes files: orders go into the folder's `in`, answers come back in `out`.
    #[[account]]
    #name = "Agent"
    #service = "files"
    #folder = "/srv/agent"
    #template = "PO=po_number; SKU=supplier_sku; Qty=quantity"

    # A supplier that takes letters; they are put into the folder for your mail program to send.
    #[[account]]
    #name = "Workshop"
    #service = "email"
    #to = "orders@workshop.example"
    #from = "kim@shop.example"
    #folder = "/srv/letters"

    # The first tracker is asked for every parcel that names no other.
    #[[account]]
    #name = "parcels"
    #service = "17track"
    #key = "env:SEVENTEENTRACK_KEY"

    #[console]
    # `supercargo themes list` shows what there is; yours go into the folder `themes` beside this file.
    #theme = "harbour"
    # In whose time times are shown: "local", "Europe/Berlin" or an offset such as "+01:00".
    #zone = "local"
    # Under which name your decisions are kept; the default is your user name.
    #operator = "kim"
    # How long a decision can be taken back before its message may leave; "0" lets it go at once.
    #hold = "10m"
    # How long after delivery a customer may ask for a return.
    #return_window = "30d"
    # Signs to draw with: auto, unicode or ascii.
    #glyphs = "auto"
    # When the bell rings: off, errors, or exceptions (also when there are more of them than before).
    #bell = "errors"
    # Hours in which it never does, such as "22:00-07:00", or "none".
    #quiet_hours = "none"
    # How the desktop is told of new exceptions, but for the quiet hours: off, osc9 or osc777 (by the
    # terminal, over ssh too), or by a program that gets title and text as its last two words.
    #notify = "off"
    # notify_command = ["notify-send"]
    # From which severity on: notice, warning, serious or critical.
    #notify_at = "serious"
    # How the screen is read: "screen", or "linear" for a screen reader (also alt-l).
    #reading = "screen"
    # How numbers are written: "1,234.5", "1.234,5", "1 234,5" or "1'234.5".
    #numbers = "1,234.5"
    # How currencies are: "symbol" ($, €, £ and ¥, codes for the rest) or "code".
    #currency = "symbol"
    # Keep what is typed (filters, commands, reasons) and how the lists are arranged for the next time,
    # in files that only you can read, below ~/.local/state/supercargo.
    #remember = true

    # When a condition becomes an exception. s, m, h, d and w are spans of time, bd are business days.
    #[thresholds]
    #payment.pending = "24h"
    #order.stale = "3d"
    #purchase.unsent = "2h"
    #purchase.unknown = "90s"
    #purchase.unpaid = "12h"
    #purchase.unacknowledged = "24h"
    #dispatch.late = "3d"
    #tracking.missing = "3d"
    #tracking.unscanned = "4bd"
    #transit.stalled.domestic = "3bd"
    #transit.stalled.foreign = "7bd"
    #delivery.pickup = "3d"
    #parcel.lost = "45d"
    # So long before evidence is due.
    #dispute.due = "72h"
    #return.waiting = "24h"
    #refund.overdue = "48h"
    # So long before the window to claim shuts.
    #claim.closing = "3d"
    # So many times the account's own pace without a good pull.
    #feed.stale = 2

    # Rules of your own, over the same facts: `supercargo rules words` lists what can be asked, and
    # `supercargo rules try FILE` what a rule would have found in your orders so far.
    #[[rule]]
    #code = "shop.slow-express"
    #title = "Express too slow"
    # notice, warning, serious or critical.
    #severity = "warning"
    #when = "method:express and transit > 5bd"
    # How long it must have been so; without it, the rule trips at once.
    #after = "6h"

    # By when an order is to be with its customer, counted from payment; without it nobody can tell what
    # will be late. The first that fits counts; storefronts, countries and methods (of the purchase) may
    # be left out. A change holds for orders that are under way, too.
    #[[promise]]
    #countries = ["US", "CA"]
    #within = "12bd"
    #[[promise]]
    #within = "21d"

    # What payment services keep even of what is paid back; it counts as money at risk.
    #[[payment_fee]]
    #storefronts = ["main-shop"]
    #percent = "2.9%"
    #fixed = "0.30 USD"

    # Days on which a country rests or works in spite of what is known of it; bd counts by both ends.
    #[calendar.CN]
    #closed = ["2027-02-05..2027-02-15"]
    #open = ["2027-02-20"]
    #weekend = ["sat", "sun"]

    # How suppliers are chosen. What is preferred, first things first: priority is your own order in
    # the offers; cost, goods and postage; speed, days to the customer; record, the share on time.
    #[routing]
    #prefer = ["priority", "cost", "speed", "record"]
    # Highest price of the goods and least margin, of what the customer paid; no limit unless written.
    #price_ceiling = "80%"
    #margin_floor = "15%"
    # Stock told longer ago is unknown; a supplier whose stock is unknown may be taken.
    #stock_max_age = "2d"
    #takes_unknown_stock = true
    # One supplier for all lines is taken even where it costs so much more.
    #split_tolerance = "5%"
    # An older order is not bought without asking.
    #max_age = "3d"
    # Suppliers that deliver to a PO box or a forwarder; the others are not asked for such an address.
    # Unless it is written, every such address is an exception.
    #post_boxes = ["CJ"]

    # Some orders go their own way; the first route whose conditions all hold decides. Conditions:
    # storefronts, countries, skus, tags. What it decides: only, never, methods, prefer. Names may end
    # in *. `supercargo rules try FILE` shows what a route would have changed.
    #[[route]]
    #name = "to-brazil"
    #countries = ["BR"]
    #only = ["CJ", "AliExpress"]
    #methods = ["CJPacket*", "AliExpress Standard*"]
    #prefer = ["record", "cost"]

    # How purchases come about: manual, approve (prepared by itself, sent once you say so), automatic.
    #[purchasing]
    #mode = "manual"
    # true stops all buying.
    #stop = false
    # How long a purchase can be taken back before it leaves; the default is the hold of [console].
    #hold = "10m"
    # A supplier that charges so much more than was planned raises price.rise.
    #price_tolerance = "2%"
    # An order of which only some lines can be bought: never, ask (proposed), allow.
    #partial = "allow"

    # Returns: above these amounts two operators must approve; what a shop promises, a supplier grants.
    #[returns]
    #two_person_above = ["200.00 USD"]
    #[[returns.policy]]
    #storefront = "main-shop"
    #window = "30d"
    #pays = "customer"
    #keep_below = "15.00 USD"
    #restocking = "10%"
    #[[returns.policy]]
    #supplier = "CJ"
    #takes_back = false
    #credits = "80%"

    # What customers are told. Without [notices] shops tell of parcels themselves, and that is all. Mail
    # goes into a folder for your mail program, or through a program that takes it as sendmail -t does.
    #[notices]
    #from = "hello@shop.example"
    #reply_to = "help@shop.example"
    # Who hears of critical exceptions; nobody unless written.
    #support = "team@shop.example"
    # Instead of a command: spool = "/srv/letters", a folder of your own.
    #command = "msmtp -t"
    # Where the country does not tell: en, pt, es, de or fr. Texts of your own go into the folder
    # `notices` beside this file; `supercargo notices templates list` shows what there is.
    #language = "en"
    # A delivery that moves by fewer days is no news.
    #least_move = 3
    # auto sends it by itself, ask shows it to you first, off makes none.
    #[notices.kinds]
    #delayed = "ask"
    #delivered = "off"
    #[notices.languages]
    #BE = "fr"
    #[[notices.shop]]
    #storefront = "main-shop"
    # shop: as a note that the shop mails (woocommerce); mail.
    #by = "shop"
    #name = "Harbour Goods"
    #write_to = "help@shop.example"
    #tracking_link = "https://shop.example/parcel?number={tracking}"

    # Automate one product or supplier, watch it, widen it. The first automation that fits decides;
    # what trips one of its limits waits for your approval.
    #[[automation]]
    #name = "mugs"
    #mode = "automatic"
    #storefronts = ["main-shop"]
    #suppliers = ["CJ"]
    #skus = ["MUG-*"]
    #max_cost = "40.00 USD"
    #min_margin = "15%"
    #daily_count = 50
    #daily_money = "500.00 USD"
    #countries = ["US", "CA"]
    #max_age = "2d"
    # The first so many are approved by hand.
    #pilot = 20

    # What one unit of the base buys, for comparing prices; a currency without a rate is not compared.
    #[rates]
    #base = "USD"
    #date = "2026-11-20"
    #EUR = "0.92"
    #CNY = "7.12"

    # Keys by command; `supercargo keys` lists both. No keys at all: [].
    #[keys]
    #acknowledge = ["a", "ctrl-a"]

    # Filters to choose from in the console.
    #[views]
    #big = "state:stuck value>=100"

    """
}
