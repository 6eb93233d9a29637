/// The keys by which the simulated services let anybody in; they follow from the seed and open
/// nothing else.
struct Keys: Sendable {
  let wooKey: String
  let wooSecret: String
  let cj: String
  let easyPost: String
  let seventeenTrack: String
  let aliExpressKey: String
  let aliExpressSecret: String
  /// The access token that a colleague once got by hand, and the one to renew it by.
  let aliExpressToken: String
  let aliExpressRefresh: String
  /// What the browser comes back with after signing in.
  let aliExpressCode: String
  let afterShip: String
  let shippo: String
  let karrio: String

  init(seed: UInt64) {
    var random = SeededRandom(seed: seed, stream: -1)
    wooKey = "ck_" + random.hex(40)
    wooSecret = "cs_" + random.hex(40)
    cj = "CJ1000001@api@" + random.hex(32)
    easyPost = "EZSK" + random.hex(54)
    seventeenTrack = random.hex(32).uppercased()
    aliExpressKey = String(random.int(500_000...599_999))
    aliExpressSecret = random.hex(32)
    aliExpressToken = "50000" + random.hex(50)
    aliExpressRefresh = "50001" + random.hex(50)
    aliExpressCode = "3_" + String(aliExpressRefresh.suffix(24))
    afterShip = "asat_" + random.hex(32)
    shippo = "shippo_live_" + random.hex(40)
    karrio = "key_" + random.hex(32)
  }
}
