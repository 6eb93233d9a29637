/// The configuration that `supercargo init` writes: every setting with its default, all of it commented
/// out. A line `#x = 1` is a setting to uncomment, a line `# ...` explains.
package enum ConfigurationTemplate {
  package static let text = """
    # Supercargo's configuration. Everything here is optional; what is commented out shows the default
    # or an example. Remove the # in front of a line to set it. `supercargo doctor` checks this file.

    # Accounts: the shops, suppliers and trackers to pull. Secrets never stand here: name an environment
    # variable (env:NAME) or a file that only you can read (file:PATH, mode 0600).

    #[[account]]
    #name = "main-shop"
    #service = "woocommerce"
    #url = "https://shop.example"
    #key = "env:WOO_KEY"
    #secret = "env:WOO_SECRET"
    # How often to pull it; the default is the service's own.
    #every = "5m"

    #[[account]]
    #name = "CJ"
    #service = "cj"
    #key = "env:CJ_KEY"

    # The first tracker is asked for every parcel that names no other.
    #[[account]]
    #name = "parcels"
    #service = "17track"
    #key = "env:SEVENTEENTRACK_KEY"

    #[console]
    # `supercargo themes list` shows what there is; yours go into the folder `themes` beside this file.
    #theme = "harbour"
    # How times are shown: "local", or an offset from UTC.
    #utc_offset = "local"
    # Under which name your decisions are kept; the default is your user name.
    #operator = "kim"
    # How long a decision can be taken back before its message may leave; "0" lets it go at once.
    #hold = "10m"
    # How long after delivery a customer may ask for a return.
    #return_window = "30d"
    # Signs to draw with: auto, unicode or ascii.
    #glyphs = "auto"

    # When a condition becomes an exception. s, m, h, d and w are spans of time, bd are business days.
    #[thresholds]
    #payment.pending = "24h"
    #purchase.unsent = "2h"
    #purchase.unacknowledged = "24h"
    #dispatch.late = "3d"
    #tracking.missing = "3d"
    #tracking.unscanned = "4bd"
    #transit.stalled.domestic = "3bd"
    #transit.stalled.foreign = "7bd"
    #delivery.pickup = "3d"
    #parcel.lost = "45d"
    #return.waiting = "24h"
    # So many times the account's own pace without a good pull.
    #feed.stale = 2

    # Keys by command; `supercargo keys` lists both. No keys at all: [].
    #[keys]
    #acknowledge = ["a", "ctrl-a"]

    # Filters to choose from in the console.
    #[views]
    #big = "state:stuck value>=100"

    """
}
