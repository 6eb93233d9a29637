import Fulfillment
import TestSupport
import Testing

@testable import Store

/// Lists as operators keep them.
@Suite struct BoardViewTests {
  private let view = BoardView(
    name: "late at CJ", panel: "queue", filter: "supplier:cj age>5d", sort: "age",
    isReversed: true, columns: ["order", "stage", "age"])

  @Test func aViewComesBackAsItWasKept() throws {
    let scratch = try Scratch()
    try scratch.store.saveBoardView(view, of: "mina")
    #expect(try scratch.store.boardViews(of: "mina") == [view])
  }

  @Test func eachOperatorHasTheirOwn() throws {
    let scratch = try Scratch()
    try scratch.store.saveBoardView(view, of: "mina")
    var other = view
    other.filter = "shop:main"
    try scratch.store.saveBoardView(other, of: "kim")
    #expect(try scratch.store.boardViews(of: "mina") == [view])
    try scratch.store.forgetBoardView(view.name, of: "mina")
    #expect(try scratch.store.boardViews(of: "mina").isEmpty)
    #expect(try scratch.store.boardViews(of: "kim") == [other])
  }

  @Test func theSameNameIsReplaced() throws {
    let scratch = try Scratch()
    try scratch.store.saveBoardView(view, of: "mina")
    var changed = view
    (changed.columns, changed.sort, changed.isReversed) = ([], "risk", false)
    try scratch.store.saveBoardView(changed, of: "mina")
    #expect(try scratch.store.boardViews(of: "mina") == [changed])
  }

  @Test(arguments: ["suppliers", "", "Queue"])
  func aPanelThatHasNoViewsIsRefused(panel: String) throws {
    let scratch = try Scratch()
    var wrong = view
    wrong.panel = panel
    #expect(throws: StoreError.self) { try scratch.store.saveBoardView(wrong, of: "mina") }
  }
}
