import Canvas
import Fulfillment
import Testing

@testable import Console

@Suite struct NumberStyleTests {
  private static let won = Currency("KRW") ?? .usd

  private func style(
    _ separators: NumberStyle.Separators = .commaPoint,
    _ currency: NumberStyle.CurrencyMark = .symbol
  ) -> NumberStyle {
    var style = NumberStyle()
    (style.separators, style.currency) = (separators, currency)
    return style
  }

  @Test(arguments: [
    (NumberStyle.Separators.commaPoint, "$12,345.60"), (.pointComma, "$12.345,60"),
    (.spaceComma, "$12\u{A0}345,60"), (.apostrophePoint, "$12'345.60"),
  ])
  func amountsFollowTheStyle(_ separators: NumberStyle.Separators, _ text: String) {
    let money = Money(minor: 1_234_560, currency: .usd)
    #expect(NumberStyle.$current.withValue(style(separators)) { money.exact } == text)
  }

  @Test func codesStandForSigns() {
    let money = Money(minor: 3_500, currency: .usd)
    let text = NumberStyle.$current.withValue(style(.commaPoint, .code)) { money.exact }
    #expect(text == "USD 35.00")
  }

  @Test(arguments: [
    (
      "chargeback of 228.40 USD (product_not_received)",
      "chargeback of $228.40 (product_not_received)"
    ),
    ("15376 KRW more than (23.43 USD) each", "KRW 15,376 more than ($23.43) each"),
    ("sent by 3 DHL parcels", "sent by 3 DHL parcels"),
    ("no carrier scan for 12 days", "no carrier scan for 12 days"),
    ("", ""), ("USD", "USD"), ("12.345 USD", "12.345 USD"),
  ])
  func amountsInSentencesAreFound(_ text: String, _ styled: String) {
    #expect(text.withStyledAmounts == styled)
  }

  @Test func aTerminalWithoutTheSignsGetsCodes() {
    var session = SampleSession(size: .wide)
    session.state.settings.glyphs = .ascii
    #expect(session.screen.contains("USD"))
    #expect(!session.screen.contains("$"))
  }

  @Test func theWholeScreenFollows() {
    var session = SampleSession(size: .wide)
    session.state.settings.numbers = style(.pointComma, .code)
    let screen = session.screen
    #expect(screen.contains("USD "))
    #expect(!screen.contains("$"))
  }
}
