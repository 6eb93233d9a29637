import Testing

@testable import Fulfillment

struct VolumeMoveTests {
  private let now = Timestamp(seconds: 1_795_356_540)

  private func request(_ number: Int, to country: String = "BR") -> RouteRequest {
    RouteRequest(
      order: OrderID(Int64(number)), orderName: "#\(number)", storefront: "main",
      externalID: "ext-\(number)", placedAt: now - .hours(5),
      shipTo: Address(name: "A", line1: "B 1", city: "C", country: country),
      lines: [
        RouteRequest.Line(
          id: "1", sku: "MUG", title: "Mug", quantity: 1, covered: [:], generation: 0,
          price: Money(minor: 2_000, currency: .usd))
      ])
  }

  private func catalogue(_ moves: [VolumeMove] = [], pause: SupplierPause? = nil) -> Catalogue {
    var first = SupplierRecord(supplier: "CJ")
    first.pause = pause
    var catalogue = Catalogue(
      offers: [
        Offer(
          sku: "MUG", supplier: "CJ", supplierSKU: "C1",
          cost: Money(minor: 500, currency: .usd)),
        Offer(
          sku: "MUG", supplier: "Backup", supplierSKU: "B1",
          cost: Money(minor: 700, currency: .usd)),
      ], suppliers: [first, SupplierRecord(supplier: "Backup")])
    catalogue.moves = moves
    return catalogue
  }

  private func route(_ number: Int, to country: String = "BR", _ catalogue: Catalogue) -> Routing {
    var policy = RoutingPolicy()
    policy.preferences = [.cost]
    return Router.route(
      request(number, to: country), catalogue, policy, rates: Rates(), now: now)
  }

  @Test func withoutAMoveTheCheaperIsTaken() {
    #expect(route(1, catalogue()).routes.map(\.supplier) == ["CJ"])
  }

  @Test func aMoveSendsOrdersToTheOtherAndSaysWhy() throws {
    let found = route(1, catalogue([VolumeMove(from: "cj", to: "backup")]))
    let route = try #require(found.routes.first)
    #expect(route.supplier == "Backup")
    let other = try #require(route.runnersUp.first { $0.supplier == "CJ" })
    #expect(!other.isEligible && other.reason == "all of cj is moved to backup")
  }

  @Test func whereTheOtherCantNothingChanges() {
    var stocked = catalogue([VolumeMove(from: "CJ", to: "Backup")])
    stocked.offers["mug"]?[1].countries = ["DE"]
    #expect(route(1, stocked).routes.map(\.supplier) == ["CJ"])
  }

  @Test(arguments: [
    (VolumeMove(from: "CJ", to: "Backup", country: "br"), "BR", true),
    (VolumeMove(from: "CJ", to: "Backup", country: "DE"), "BR", false),
    (VolumeMove(from: "CJ", to: "Nobody"), "BR", false),
    (VolumeMove(from: "Backup", to: "CJ"), "BR", false),
    (
      VolumeMove(from: "CJ", to: "Backup", until: Timestamp(seconds: 1_795_356_540)), "BR",
      false
    ),
  ])
  func onlyItsOwnLaneAndTimeCount(_ move: VolumeMove, _ country: String, _ isMoved: Bool) {
    let supplier = route(1, to: country, catalogue([move])).routes.first?.supplier
    #expect(supplier == (isMoved ? "Backup" : "CJ"))
  }

  @Test(arguments: [10, 50, 90])
  func aShareIsAboutThatManyAndAlwaysTheSame(_ share: Int) {
    let move = VolumeMove(from: "CJ", to: "Backup", share: share)
    let taken = (0..<2_000).filter { move.takes("ext-\($0)") }
    #expect(abs(taken.count - share * 20) < 140)
    let wider = VolumeMove(from: "CJ", to: "Backup", share: min(100, share + 10))
    #expect(taken.allSatisfy { wider.takes("ext-\($0)") })
    #expect(taken == (0..<2_000).filter { move.takes("ext-\($0)") })
  }

  @Test func aPausedSupplierIsPassedOverWithTheReason() throws {
    let pause = SupplierPause(at: now, by: "Mina", reason: "prices look wrong")
    let route = try #require(route(1, catalogue(pause: pause)).routes.first)
    #expect(route.supplier == "Backup")
    #expect(
      route.runnersUp.first { $0.supplier == "CJ" }?.reason
        == "paused by Mina: prices look wrong")
  }

  @Test func whereOnlyThePausedCouldTheRefusalSaysSo() {
    var alone = catalogue(pause: SupplierPause(at: now, by: "Mina", reason: ""))
    alone.offers["mug"]?.removeLast()
    let found = route(1, alone)
    #expect(found.routes.isEmpty)
    #expect(found.refused.first?.reason.contains("paused by Mina") == true)
  }

  @Test(arguments: [
    VolumeMove(from: "CJ", to: "Backup"),
    VolumeMove(
      from: "CJ", to: "My\tCo", country: "BR", share: 5, until: Timestamp(seconds: 1_800_000_000)),
  ])
  func aMoveIsReadAsItWasKept(_ move: VolumeMove) {
    #expect(VolumeMove(kept: move.kept, from: move.from) == move)
  }

  @Test(arguments: ["", "BR", "BR\t50", "BR\tx\t\tB", "BR\t50\t\t"])
  func whatIsDamagedIsNoMove(_ kept: String) { #expect(VolumeMove(kept: kept, from: "CJ") == nil) }
}
