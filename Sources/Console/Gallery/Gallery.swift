package import Canvas
import Fulfillment

/// Every screen and overlay in a fixed state: compared with text files in tests, drawn at every size.
package enum Gallery {
  /// One picture of the gallery.
  package struct Scene: Sendable {
    package let name: String
    private let prepare: @Sendable (inout SampleSession) -> Void
    private let board: SampleBoard
    private let settings: ConsoleSettings

    init(
      _ name: String, board: SampleBoard = SampleBoard(), settings: ConsoleSettings = .sample,
      prepare: @escaping @Sendable (inout SampleSession) -> Void
    ) {
      self.name = name
      self.board = board
      self.settings = settings
      self.prepare = prepare
    }

    /// The state at that size.
    package func state(size: Size) -> ConsoleState {
      var session = SampleSession(size: size, board: board, settings: settings)
      prepare(&session)
      return session.state
    }
  }

  package static let scenes: [Scene] = [
    Scene("queue") { $0.press("jjj") },
    Scene("queue-marked") { $0.press("j<space><space>jv jj") },
    Scene("queue-filter") {
      $0.press("/")
      $0.type("supplier:cj age>3d")
    },
    Scene("queue-filter-error") {
      $0.press("/")
      $0.type("state:transit agee>3d")
    },
    Scene("queue-no-match") {
      $0.press("/")
      $0.type("state:lost")
      $0.press("<enter>")
    },
    Scene("queue-empty", board: SampleBoard(orders: 0), settings: .firstDay) { _ in },
    Scene("queue-waiting", board: SampleBoard(orders: 0)) { _ in },
    Scene("exceptions") { $0.press("2jj") },
    Scene("exceptions-snooze") { $0.press("2jz") },
    Scene("exceptions-resolve") {
      $0.press("2R")
      $0.press("<down>")
    },
    Scene("exceptions-bulk") {
      $0.press("2<space><space><space>R")
      $0.type("supplier confirmed")
      $0.press("<enter>")
    },
    Scene("suppliers") { $0.press("3") },
    Scene("supplier") { $0.press("3<enter>") },
    Scene("supplier-end") { $0.press("3<enter>G") },
    Scene("suppliers-paused") { $0.press("3p") },
    Scene("supplier-move") { session in
      session.press("3m")
      session.type("Ali Direct BR 50% 30d")
      session.press("<enter>")
    },
    Scene("numbers") { $0.press("5") },
    Scene("numbers-durations") { $0.press("5<enter>") },
    Scene("numbers-storefronts") {
      $0.press("5s")
      $0.press("s")
    },
    Scene("offers") { $0.press("3fjj") },
    Scene("offer-form") { session in
      session.press("3fje<down><backspace>")
      session.type("9")
    },
    Scene("offer-change") { session in
      session.press("3fje<down><backspace>")
      session.type("9")
      session.press("<enter>")
    },
    Scene("returns") { $0.press("4") },
    Scene("returns-approve") { $0.press("4y") },
    Scene("return-deciding") { $0.press("4<enter>") },
    Scene("return-granting") { $0.press("4<enter>1") },
    Scene("return-part") {
      $0.press("4<enter>2")
      $0.type("7.50")
    },
    Scene("returns-told", settings: .telling) { $0.press("4y") },
    Scene("return-told", settings: .telling) { $0.press("4<enter>1") },
    Scene("return-writing", settings: .telling) { session in
      session.isSlow = true
      session.press("4y")
    },
    Scene("order-notices", board: .telling, settings: .telling) { session in
      session.press("j<enter>/")
      session.type("notices")
      session.press("<enter>")
    },
    Scene("notice-send", board: .telling, settings: .telling) { $0.press("j<enter>i") },
    Scene("notices", board: .telling, settings: .telling) { $0.press("Ij") },
    Scene("notices-empty", settings: .telling) { $0.press("I") },
    Scene("returns-approved") { session in
      session.press("4yy")
      session.wait(.seconds(18))
    },
    Scene("activity") { $0.press("6j") },
    Scene("claims") { $0.press("7j") },
    Scene("claims-dispute") { $0.press("7") },
    Scene("claims-make") { $0.press("7jy") },
    Scene("claims-filed") { session in
      session.press("7jjjy")
      session.type("CL-88")
    },
    Scene("claims-steps") { $0.press("7jjjjjy") },
    Scene("claims-empty", board: SampleBoard(orders: 0)) { $0.press("7") },
    Scene("order") { $0.press("<enter>") },
    Scene("order-from-exception") { $0.press("2j<enter>") },
    Scene("order-timeline") { $0.press("<enter>G") },
    Scene("order-find") {
      $0.press("<enter>/")
      $0.type("guangzhou")
      $0.press("<enter>")
    },
    Scene("queue-buying", board: .buying()) { $0.press("j") },
    Scene("queue-stopped", board: .stopped) { _ in },
    Scene("order-unknown", board: .buying()) { $0.press("<enter>") },
    Scene("order-proposed", board: .buying()) { $0.press("jjj<enter>") },
    Scene("order-approve", board: .buying()) { $0.press("jjjy") },
    Scene("purchase-absent", board: .buying()) { session in
      session.press("<enter>N")
      session.type("not in CJ's list")
      session.press("<enter>")
    },
    Scene("plan") { $0.press("jp") },
    Scene("plan-reasons") { $0.press("jp<enter>") },
    Scene("plan-body") { $0.press("jpb") },
    Scene("plan-large") { $0.press("Vp7jx") },
    Scene("plan-refused", board: .buying()) { $0.press("p") },
    Scene("plan-asking") { $0.press("Vpy") },
    Scene("plan-waiting") { session in
      session.isSlow = true
      session.press("Vp")
      session.progress(done: 812, total: 2_000)
    },
    Scene("plan-bought") { session in
      session.press("jpy")
      session.wait(.seconds(18))
    },
    Scene("sort") { $0.press("s") },
    Scene("columns") { $0.press("Sjj<space>") },
    Scene("views") { session in
      session.board.savedViews = [SavedView(name: "late at CJ", text: "supplier:cj age>5d")]
      session.send(.started(session.board.now))
      session.press("f")
    },
    Scene("note") {
      $0.press("n")
      $0.type("Asked for a photo 📷")
    },
    Scene("bought") {
      $0.press("b")
      $0.type("shenzhen agent 深圳代理 2211-77 12.30 usd LX123456785CN")
    },
    Scene("contact") { $0.press("C") },
    Scene("copy") { $0.press("c") },
    Scene("palette") {
      $0.press(":")
      $0.type("ap")
    },
    Scene("help") { $0.press("?") },
    Scene("tour") { session in
      session.press(":")
      session.type("tour")
      session.press("<enter>")
    },
    Scene("times") { $0.press("2D") },
    Scene("theme") { $0.press("T") },
    Scene("quit") { $0.press("<space>q") },
    Scene("notice-error") { session in
      session.send(.failed("The store is locked by another process", nil, session.board.now))
    },
    Scene("zoomed") { $0.press("2o") },
    Scene("ascii", settings: .ascii) { $0.press("2jz") },
    Scene("find") { session in
      session.press("\\")
      session.type("stone")
      session.press("<enter>n")
    },
    Scene("macro") { $0.press("Qjj<space>") },
    Scene("linear", settings: .linear) { $0.press("j<space>Z") },
    Scene("linear-exceptions", settings: .linear) { $0.press("2j") },
    Scene("linear-order", settings: .linear) { $0.press("<enter>") },
    Scene("linear-menu", settings: .linear) { $0.press("2jz") },
  ]
}

extension SampleBoard {
  /// Buying has been stopped by hand.
  fileprivate static var stopped: SampleBoard {
    var board = SampleBoard.buying()
    board.buyingStop = BuyingStop(
      at: now - .minutes(20), by: "Mina", reason: "prices look wrong")
    return board
  }
}

extension SampleSession {
  /// Tells how far the newest plan, or its buying, has come.
  package mutating func progress(done: Int, total: Int) {
    for case .plan(_, let number) in seen.reversed() {
      return send(.progress(done: done, total: total, number))
    }
  }
}

extension ConsoleSettings {
  /// Nothing is connected yet.
  fileprivate static var firstDay: ConsoleSettings {
    var settings = ConsoleSettings.sample
    settings.hasStorefront = false
    return settings
  }

  /// Customers are written to.
  package static var telling: ConsoleSettings {
    var settings = ConsoleSettings.sample
    settings.tellsCustomers = true
    return settings
  }

  /// To be heard.
  fileprivate static var linear: ConsoleSettings {
    var settings = ConsoleSettings.sample
    settings.isLinear = true
    return settings
  }

  fileprivate static var ascii: ConsoleSettings {
    var settings = ConsoleSettings.sample
    settings.glyphs = .ascii
    return settings
  }
}
