/// The keys by which the simulated services let anybody in; they follow from the seed and open
/// nothing else.
struct Keys: Sendable {
  let wooKey: String
  let wooSecret: String
  let cj: String
  let easyPost: String
  let seventeenTrack: String

  init(seed: UInt64) {
    var random = SeededRandom(seed: seed, stream: -1)
    wooKey = "ck_" + random.hex(40)
    wooSecret = "cs_" + random.hex(40)
    cj = "CJ1000001@api@" + random.hex(32)
    easyPost = "EZSK" + random.hex(54)
    seventeenTrack = random.hex(32).uppercased()
  }
}
