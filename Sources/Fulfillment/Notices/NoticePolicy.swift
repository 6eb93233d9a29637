/// How the customers of one storefront are written to.
package struct NoticeRules: Hashable, Sendable {
  /// By which way.
  package enum Way: String, CaseIterable, Sendable {
    /// Through the storefront, which writes to the customer itself.
    case shop
    /// By mail: `NoticePolicy.Post`.
    case mail
  }

  package var way: Way
  /// What is set; where nothing is, the kind's usual one holds.
  package var modes: [NoticeKind: NoticeKind.Mode]
  /// For every customer of it; nil: by the country of delivery.
  package var language: NoticeLanguage?
  package var sender: NoticeSender

  package init(
    way: Way = .mail, modes: [NoticeKind: NoticeKind.Mode] = [:], language: NoticeLanguage? = nil,
    sender: NoticeSender = NoticeSender()
  ) {
    self.way = way
    self.modes = modes
    self.language = language
    self.sender = sender
  }

  package func mode(of kind: NoticeKind) -> NoticeKind.Mode { modes[kind] ?? kind.usualMode }
}

/// What customers are told, how and in whose words: all of `[notices]`.
package struct NoticePolicy: Hashable, Sendable {
  /// How mail leaves.
  package enum Post: Hashable, Sendable {
    /// Into a folder, from which the host's mailer sends; nil: the program's own.
    case spool(folder: String?)
    /// Through a program that takes a message as `sendmail -t -i` does; its words.
    case program([String])
  }

  /// Whether anything is told at all.
  package var isOn: Bool
  package var post: Post
  /// The address that mail comes from, and the one that answers go to; "": none.
  package var from: String
  package var replyTo: String
  /// The operator's own people, who hear of critical exceptions; "": nobody does.
  package var supportAddress: String
  /// For storefronts that have none of their own.
  package var rules: NoticeRules
  package var storefronts: [String: NoticeRules]
  /// Where no other language is known.
  package var fallback: NoticeLanguage
  /// By country, before what is known of it.
  package var languages: [String: NoticeLanguage]
  /// The operator's own texts.
  package var templates: [NoticeKind: [NoticeLanguage: NoticeTemplate]]
  /// A delivery that moves by fewer days is no news.
  package var leastMove: Int

  package init(
    isOn: Bool = false, post: Post = .spool(folder: nil), from: String = "", replyTo: String = "",
    supportAddress: String = "", rules: NoticeRules = NoticeRules(),
    storefronts: [String: NoticeRules] = [:], fallback: NoticeLanguage = .english,
    languages: [String: NoticeLanguage] = [:],
    templates: [NoticeKind: [NoticeLanguage: NoticeTemplate]] = [:], leastMove: Int = 3
  ) {
    self.isOn = isOn
    self.post = post
    self.from = from
    self.replyTo = replyTo
    self.supportAddress = supportAddress
    self.rules = rules
    self.storefronts = storefronts
    self.fallback = fallback
    self.languages = languages
    self.templates = templates
    self.leastMove = leastMove
  }

  package func rules(of storefront: String) -> NoticeRules { storefronts[storefront] ?? rules }

  package func mode(of kind: NoticeKind, at storefront: String) -> NoticeKind.Mode {
    guard isOn, kind != .support || !supportAddress.isEmpty else { return .off }
    return rules(of: storefront).mode(of: kind)
  }

  /// What a customer in that country reads.
  package func language(country: String, storefront: String) -> NoticeLanguage {
    rules(of: storefront).language ?? languages[country.uppercased()]
      ?? NoticeLanguage(country: country) ?? fallback
  }

  /// The operator's own text, else the built-in one. Throws what is wrong with it.
  package func template(
    _ kind: NoticeKind, _ language: NoticeLanguage
  ) throws(NoticeTemplate.Problem) -> NoticeTemplate {
    if let own = templates[kind]?[language] { return own }
    return try NoticeTemplate(NoticeTemplate.builtIn(kind, language))
  }

  /// The notice in words.
  package func compose(
    _ kind: NoticeKind, _ matter: NoticeMatter, storefront: String, language: NoticeLanguage
  ) throws(NoticeRefusal) -> NoticeText {
    let template: NoticeTemplate
    do throws(NoticeTemplate.Problem) {
      template = try self.template(kind, language)
    } catch {
      throw NoticeRefusal("its template can't be read: \(error.reason)")
    }
    var sender = rules(of: storefront).sender
    if sender.shop.isEmpty { sender.shop = storefront }
    let (subject, text) = try template.filled(kind, matter, in: language, sender)
    return NoticeText(language: language, subject: subject, text: text)
  }
}

/// A notice in words.
package struct NoticeText: Hashable, Sendable {
  package var language: NoticeLanguage
  package var subject: String
  /// Lines apart by LF.
  package var text: String

  package init(language: NoticeLanguage, subject: String, text: String) {
    self.language = language
    self.subject = subject
    self.text = text
  }
}
