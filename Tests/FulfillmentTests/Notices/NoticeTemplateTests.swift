import Fulfillment
import Testing

@Suite struct NoticeTemplateTests {
  private func matter(_ change: (inout NoticeMatter) -> Void = { _ in }) -> NoticeMatter {
    var matter = NoticeMatter(order: "#1001", name: "Rosa Lima")
    matter.items = [.init(quantity: 2, title: "Phone case")]
    (matter.tracking, matter.carrier) = ("RR123456785CN", "China Post")
    matter.expected = CivilDate(year: 2026, month: 11, day: 27)
    matter.reason = "nobody was at home"
    matter.amount = Money(minor: 123_450, currency: .usd)
    matter.place = "Kiosk 5"
    change(&matter)
    return matter
  }

  private let sender = NoticeSender(
    shop: "Harbour Goods", support: "help@shop.example",
    trackingLink: "https://shop.example/p?n={tracking}")

  private func mistake(_ text: String) -> NoticeTemplate.Problem? {
    do throws(NoticeTemplate.Problem) {
      _ = try NoticeTemplate(text)
      return nil
    } catch { return error }
  }

  @Test(arguments: NoticeKind.allCases, NoticeLanguage.allCases)
  func everyBuiltInTextSaysEverything(kind: NoticeKind, language: NoticeLanguage) throws {
    let policy = NoticePolicy(isOn: true, rules: NoticeRules(sender: sender))
    let notice = try policy.compose(kind, matter(), storefront: "main", language: language)
    #expect(notice.subject.contains("#1001"))
    #expect(!notice.text.contains("{") && !notice.subject.contains("{"))
    #expect(!notice.text.contains("  \n") && !notice.text.contains("\n\n\n"))
    #expect(notice.text.hasSuffix("\n") && notice.text.count > 60)
    if kind != .support {
      #expect(notice.text.contains("Rosa Lima") && notice.text.contains("help@shop.example"))
    }
    for field in kind.needs where field != .order {
      let value = ["reason": "nobody was at home", "tracking": "RR123456785CN"][field.rawValue]
      if let value { #expect(notice.text.contains(value)) }
    }
  }

  @Test(arguments: NoticeKind.allCases, NoticeLanguage.allCases)
  func whatIsNotKnownLeavesNoHole(kind: NoticeKind, language: NoticeLanguage) throws {
    let policy = NoticePolicy(isOn: true)
    var bare = NoticeMatter(order: "#1001")
    if kind.needs.contains(.tracking) { bare.tracking = "RR123456785CN" }
    if kind.needs.contains(.reason) { bare.reason = "why" }
    if kind.needs.contains(.amount) { bare.amount = Money(minor: 100, currency: .usd) }
    let notice = try policy.compose(kind, bare, storefront: "main", language: language)
    #expect(!notice.text.contains("{") && !notice.text.contains("\n\n\n"))
    #expect(!notice.text.contains(" .") && !notice.text.contains(": \n"))
    for line in notice.text.split(separator: "\n") {
      #expect(!line.hasSuffix(":") || notice.text.contains("why"), "\(line)")
    }
  }

  @Test(arguments: NoticeKind.allCases.filter { !$0.needs.subtracting([.order]).isEmpty })
  func factItCanNotBeWithoutMakesNone(kind: NoticeKind) {
    #expect(throws: NoticeRefusal.self) {
      try NoticePolicy(isOn: true).compose(
        kind, NoticeMatter(order: "#1"), storefront: "main", language: .english)
    }
  }

  @Test func sentenceWithoutItsFactGoesAndTheRestStays() throws {
    let template = try NoticeTemplate(
      "Subject: Of {order}\n\nIt comes. By {expected} it is there. Bye.\nBy {carrier}")
    let text = try template.filled(
      .delivered, NoticeMatter(order: "#7"), in: .english, NoticeSender())
    #expect(text.text == "It comes. Bye.\n" && text.subject == "Of #7")
  }

  @Test(arguments: [
    ("Hello", 1, 1), ("Subject: a {odrer}\n\nx", 1, 12), ("Subject: a\n\nx {name", 3, 3),
    ("Subject: a\nno line", 2, 1), ("Subject:\n\nx", 1, 9), ("Subject: a\n\n", 3, 1),
    ("Subject: a\n\nok\nb } c", 4, 3), ("Subject: a\n\n{{fine}} {bad}", 3, 10),
  ]) func mistakeIsNamedByLineAndColumn(text: String, line: Int, column: Int) throws {
    let problem = try #require(mistake(text))
    #expect((problem.line, problem.column) == (line, column), "\(problem.reason)")
  }

  @Test func bracesAreWrittenTwice() throws {
    let template = try NoticeTemplate("subject: {{x}}\n\n}} {{")
    let filled = try template.filled(
      .delivered, NoticeMatter(order: "#7"), in: .english, NoticeSender())
    #expect(filled.subject == "{x}" && filled.text == "} {\n")
  }

  @Test func strangersCanNotWriteHeadersOrControls() throws {
    let nasty = matter {
      $0.order = "#1\r\nBcc: all@evil.example"
      $0.name = "Rosa\u{1B}[2J\u{202E}"
      $0.reason = "a\nb"
    }
    let notice = try NoticePolicy(isOn: true).compose(
      .deliveryFailed, nasty, storefront: "main", language: .english)
    #expect(!notice.subject.contains { $0.isNewline })
    #expect(!notice.text.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
    #expect(!notice.text.contains("\u{202E}") && notice.text.contains("a b"))
  }

  @Test(arguments: [
    (NoticeLanguage.english, "27 November 2026", "1,234.50\u{A0}USD"),
    (.portuguese, "27 de novembro de 2026", "1.234,50\u{A0}USD"),
    (.german, "27. November 2026", "1.234,50\u{A0}USD"),
    (.french, "27 novembre 2026", "1\u{A0}234,50\u{A0}USD"),
    (.spanish, "27 de noviembre de 2026", "1.234,50\u{A0}USD"),
  ]) func daysAndMoneyAreWrittenAsTheLanguageHasThem(
    language: NoticeLanguage, day: String, money: String
  ) throws {
    let date = try #require(CivilDate(year: 2026, month: 11, day: 27))
    #expect(language.day(date) == day)
    #expect(language.money(Money(minor: 123_450, currency: .usd)) == money)
    #expect(language.money(Money(minor: -5, currency: .usd)).hasPrefix("-0"))
  }

  @Test func languageGoesByShopThenCountryThenFallback() {
    var policy = NoticePolicy(isOn: true, fallback: .french, languages: ["CH": .german])
    #expect(policy.language(country: "BR", storefront: "main") == .portuguese)
    #expect(policy.language(country: "ch", storefront: "main") == .german)
    #expect(policy.language(country: "JP", storefront: "main") == .french)
    policy.storefronts["main"] = NoticeRules(language: .spanish)
    #expect(policy.language(country: "BR", storefront: "main") == .spanish)
    #expect(NoticeLanguage(tag: "pt-BR") == .portuguese && NoticeLanguage(tag: "xx") == nil)
  }

  @Test func ownTextTakesThePlaceOfTheBuiltInOne() throws {
    let own = try NoticeTemplate("Subject: Mine {order}\n\nMine.")
    let policy = NoticePolicy(isOn: true, templates: [.delayed: [.english: own]])
    let notice = try policy.compose(.delayed, matter(), storefront: "main", language: .english)
    #expect(notice.subject == "Mine #1001" && notice.text == "Mine.\n")
    #expect(own.fields == [.order])
  }

  @Test func linkTakesNothingButTheNumber() throws {
    let policy = NoticePolicy(isOn: true, rules: NoticeRules(sender: sender))
    let notice = try policy.compose(
      .shipped, matter { $0.tracking = "RR1&x=<2>" }, storefront: "main", language: .english)
    #expect(notice.text.contains("https://shop.example/p?n=RR1x2\n"))
  }
}
