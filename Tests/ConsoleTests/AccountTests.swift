import Canvas
import Fulfillment
import Testing

@testable import Console

/// Which accounts the header believes in.
struct AccountTests {
  private func header(_ rows: [ActivityRow]) -> (line: String, names: [String]) {
    var board = SampleBoard()
    board.accounts = rows
    let session = SampleSession(size: .wide, board: board)
    return (view(session.state).lines[0], session.state.accounts.map(\.account))
  }

  private let shop = ActivityRow(
    account: "main", service: "woocommerce", role: .storefront,
    freshAt: SampleBoard.now - .seconds(12), nextPull: SampleBoard.now + .seconds(48), pulls: 3)

  @Test func whatWasImportedIsNotPulled() {
    let told = header([shop, ActivityRow(account: "csv", service: "files", role: .storefront)])
    #expect(told.names == ["main"])
    #expect(!told.line.contains("csv"))
  }

  @Test func aSupplierWithAFolderIsLookedAtLikeAnyOther() {
    let agent = ActivityRow(
      account: "agent", service: "files", role: .supplier, freshAt: SampleBoard.now - .hours(3),
      nextPull: SampleBoard.now + .minutes(1), failures: 2, isStale: true, pulls: 9)
    let told = header([shop, agent])
    #expect(told.names == ["main", "agent"])
    #expect(told.line.contains("! agent stale 3h"))
  }

  @Test func aSupplierThatIsWrittenToHasNothingToPull() {
    let told = header([shop, ActivityRow(account: "mail", service: "email", role: .supplier)])
    #expect(told.names == ["main"])
    #expect(!told.line.contains("first pull"))
  }

  @Test func aShopThatWasNeverPulledStays() {
    let told = header([ActivityRow(account: "new", service: "woocommerce", role: .storefront)])
    #expect(told.names == ["new"])
    #expect(told.line.contains("new: first pull"))
  }

  @Test func theActivityPanelListsThemAll() {
    var board = SampleBoard()
    board.accounts = [shop, ActivityRow(account: "csv", service: "files", role: .storefront)]
    var session = SampleSession(size: .narrow, board: board)
    session.press("6")
    #expect(session.state.activity.window.rows.map(\.account) == ["main", "csv"])
  }
}
