import Fulfillment
import Sync
import Testing

/// A tracker that is asked for several numbers at once.
@Suite struct InFlightTests {
  private static func rig(_ inFlight: Int, perSecond: Double = 0) throws -> Rig {
    var policy = SyncPolicy()
    policy.inFlight = inFlight
    let world = FakeWorld(orders: 25, purchases: 12)
    return try Rig(
      world, accounts: Rig.accounts(world, perSecond: perSecond), policy: policy)
  }

  @Test(arguments: [2, 4, 16])
  func severalAtOnceBringTheSameAsOneAfterTheOther(inFlight: Int) async throws {
    let (one, many) = (try Self.rig(1), try Self.rig(inFlight))
    let (first, second) = (try await one.engine.runOnce(), try await many.engine.runOnce())
    #expect(!first.hasTrouble && !second.hasTrouble)
    #expect(try many.content() == one.content())
    #expect(second.accounts.map(\.items) == first.accounts.map(\.items))
    #expect(second.accounts.map(\.pages) == first.accounts.map(\.pages))
  }
}
