import Canvas
import Fulfillment
import Testing

@testable import Console

/// Pages for the browser and texts for the pager.
struct LinkTests {
  @Test(arguments: [
    "https://shop.example/admin/orders/17", "https://t.17track.net/en#nums=LX1CN",
    "https://shop.example:8443/a?b=c&d=%20", "HTTPS://Shop.Example/",
  ])
  func aPlainAddressMayBeOpened(_ text: String) {
    #expect(SafeLink(text)?.text == text)
  }

  @Test(arguments: [
    "", "http://shop.example/", "javascript:alert(1)", "file:///etc/passwd", "https://",
    "https:///path", "https://user@shop.example/", "https://user:pw@shop.example/",
    "https://shop.example/\u{1B}]0;x\u{7}", "https://shop.example/a b", "https://shop.example/\n",
    "https://sh\u{43E}p.example/", "https://shop.example/\u{202E}gpj", "-https://shop.example/",
    "https://shop.example/`id`", "https://shop.example/\"", "https://shop.example/a|b",
    "https://shop.example:99999/", "https://shop.example:/x", "https://-shop.example/",
    "https://" + String(repeating: "a", count: 2_000), " https://shop.example/",
  ])
  func anythingElseIsRefused(_ text: String) {
    #expect(SafeLink(text) == nil)
  }

  @Test(arguments: [
    ("shopify", "https://my.myshopify.com", "17", "https://my.myshopify.com/admin/orders/17"),
    (
      "shopify", "https://my.myshopify.com/", "gid://shopify/Order/17",
      "https://my.myshopify.com/admin/orders/17"
    ),
    (
      "woocommerce", "https://shop.example/wp", "8",
      "https://shop.example/wp/wp-admin/post.php?post=8&action=edit"
    ),
  ])
  func anOrderHasItsPageInTheShop(service: String, url: String, id: String, link: String) {
    #expect(ShopAddress(service: service, url: url).order(id)?.text == link)
  }

  @Test(arguments: [
    ("shopify", "http://127.0.0.1:8080", "17"), ("shopify", "https://shop.example", "../settings"),
    ("shopify", "https://shop.example", ""), ("files", "https://shop.example", "1"),
    ("woocommerce", "https://shop.example", "1\u{1B}"),
    ("woocommerce", "https://evil.example/\u{1B}[2J", "1"),
  ])
  func withoutASafePageThereIsNone(service: String, url: String, id: String) {
    #expect(ShopAddress(service: service, url: url).order(id) == nil)
  }

  private func session(_ keys: String, shop: String? = nil) -> SampleSession {
    var settings = ConsoleSettings.sample
    if let shop { settings.shops = ["main": ShopAddress(service: "shopify", url: shop)] }
    var session = SampleSession(size: .wide, settings: settings)
    session.press(keys)
    return session
  }

  private func opened(_ session: SampleSession) -> [String] {
    session.seen.compactMap { if case .open(let link) = $0 { link.text } else { nil } }
  }

  @Test func theOnlyPageIsOpenedAtOnce() {
    let session = session("O", shop: "https://my.myshopify.com")
    let name = session.board.orders[0]
    #expect(opened(session).count + (session.state.menu == nil ? 0 : 1) == 1, "\(name.name)")
  }

  @Test func severalAreChosenFrom() {
    var session = session("", shop: "https://my.myshopify.com")
    let moving = session.board.orders.firstIndex { $0.storefront == "main" && !$0.tracking.isEmpty }
    session.press(String(repeating: "j", count: moving ?? 0) + "O")
    #expect(session.state.menu?.items.count ?? 0 >= 2)
    session.press("s")
    #expect(opened(session).first?.hasPrefix("https://my.myshopify.com/admin/orders/") == true)
  }

  @Test func withoutAPageTheKeySaysSo() {
    var session = session("")
    let bare = session.board.orders.firstIndex { row in
      guard case .order(let detail?) = session.board.answer(.order(row.id, for: .screen)) else {
        return false
      }
      return LinkItems.of(detail, [:]).isEmpty
    }
    session.press(String(repeating: "j", count: bare ?? 0) + "O")
    #expect(session.notice?.contains("no page to open") == true)
    #expect(opened(session).isEmpty)
  }

  // MARK: Pager

  private func paged(_ session: SampleSession) -> String? {
    session.seen.compactMap { if case .page(let text) = $0 { text } else { nil } }.last
  }

  @Test func anOrdersPageIsReadAsText() throws {
    let text = try #require(paged(session("<enter>|")))
    #expect(text.hasPrefix("Order #18231\n"))
    #expect(text.contains("Springfield"))
    #expect(!text.contains("│"))
  }

  @Test(arguments: ["", "2", "3", "4", "5", "6", "7"])
  func aListIsReadInEvenColumns(panel: String) throws {
    let text = try #require(paged(session(panel + "|")))
    #expect(text.split(separator: "\n").count > 1)
    #expect(!text.contains("\t"))
    let controls = text.unicodeScalars.filter {
      $0.value < 0x20 && $0 != "\n" || $0.value == 0x202E
    }
    #expect(controls.isEmpty)
  }

  @Test func columnsAreEvenForWideCharacters() {
    #expect(AlignedText.of("a\tb\n深圳\tc\n") == "a     b\n深圳  c\n")
  }

  @Test func theLogIsReadWhereThereIsOne() {
    var settings = ConsoleSettings.sample
    settings.logPath = "/tmp/supercargo.log"
    var session = SampleSession(size: .wide, settings: settings)
    session.press("L")
    #expect(session.seen.contains(.pageFile("/tmp/supercargo.log")))
    var without = SampleSession(size: .wide)
    without.press("L")
    #expect(without.notice?.contains("nothing is logged here") == true)
  }
}
