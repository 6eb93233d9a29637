import Connectors
import Foundation
import Settings
import Testing

@testable import supercargo

@Suite struct ConfigurationSchemaTests {
  private let schema = Schema(ConfigurationSchema(services: ConnectorTable.all).json)

  @Test func theVerbPrintsItAndWritesNothing() throws {
    let desk = try Desk()
    let path = desk.folder.path + "/new.toml"
    let outcome = Outcome.of(["init", "--schema", "--config", path])
    #expect(outcome.status == 0)
    let read = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    let fields = try #require(read as? [String: Any])
    #expect(fields["$schema"] as? String == "http://json-schema.org/draft-07/schema#")
    #expect(!FileManager.default.fileExists(atPath: path))
    #expect(Outcome.of(["init", "--schema", "--force", "--config", path]).status == 2)
  }

  @Test func everySettingOfTheTemplateFits() throws {
    #expect(try schema.problems(uncommented) == [])
  }

  @Test func everySettingOfTheTemplateIsInTheTable() throws {
    let document = try TOMLDocument(uncommented, file: "c")
    let shown = Set(document.root.keys)
    #expect(shown == Set(SettingsTable.below([]).compactMap(\.path.last)))
  }

  /// What the one refuses, the other refuses; what the one takes, the other takes.
  @Test(arguments: [
    ("[console]\nbell = \"loud\"", false), ("[console]\nbell = \"off\"", true),
    ("[console]\nbells = \"off\"", false), ("[console]\nhold = \"ten minutes\"", false),
    ("[console]\nhold = \"1h30m\"", true), ("[console]\nhold = \"0\"", true),
    ("[console]\nremember = \"yes\"", false), ("[console]\nremember = false", true),
    ("[console]\nnotify_command = \"notify-send\"", false),
    ("[console]\nnotify_command = [\"notify-send\"]", true),
    ("[thresholds]\nparcel.lost = \"6w\"", true), ("[thresholds]\nparcel.lost = \"6bd\"", false),
    ("[thresholds]\nparcel.gone = \"6w\"", false),
    ("[thresholds]\ntransit.stalled = \"4bd\"", true),
    ("[thresholds]\ntransit.stalled.foreign = \"4bd\"", true),
    ("[thresholds]\ntransit.stalled.far = \"4bd\"", false),
    ("[thresholds]\nfeed.stale = 3", true), ("[thresholds]\nfeed.stale = \"3x\"", true),
    ("[thresholds]\nfeed.stale = \"often\"", false),
    ("[routing]\nprefer = [\"cost\", \"speed\"]", true), ("[routing]\nprefer = [\"luck\"]", false),
    ("[routing]\nprice_ceiling = \"80%\"", true), ("[routing]\nprice_ceiling = 80", false),
    ("[routing]\npost_boxes = \"CJ\"", true), ("[routing]\npost_boxes = []", false),
    ("[[route]]\nonly = [\"CJ\"]", false), ("[[route]]\nname = \"a\"\nonly = [\"CJ\"]", true),
    ("[route]\nname = \"a\"", false),
    ("[[promise]]\nwithin = \"15bd\"", true), ("[[promise]]\ncountries = [\"US\"]", false),
    ("[[payment_fee]]\nfixed = \"0.30 USD\"", true), ("[[payment_fee]]\nfixed = 0.3", false),
    ("[calendar.CN]\nclosed = [\"2027-02-05\"]", true), ("[calendar.CN]\nshut = \"x\"", false),
    ("[returns]\ntwo_person_above = \"200.00 USD\"", true),
    ("[returns]\ntwo_person_above = [\"200.00 USD\", \"180.00 EUR\"]", true),
    ("[returns]\ntwo_person_above = \"much\"", false),
    ("[[returns.policy]]\npays = \"seller\"", true), ("[[returns.policy]]\npays = \"me\"", false),
    ("[notices.kinds]\ndelayed = \"auto\"", true), ("[notices.kinds]\ndelayed = \"no\"", false),
    ("[notices.kinds]\nlate = \"auto\"", false),
    ("[rates]\nbase = \"USD\"\nEUR = \"0.92\"", true), ("[rates]\nEUR = 0.92", false),
    ("[keys]\nacknowledge = [\"a\"]", true), ("[keys]\nacknowledge = 1", false),
    ("[views]\nbig = \"value>=100\"", true), ("[views]\nbig = 100", false),
    ("[[automation]]\nname = \"a\"\nmode = \"manual\"\npilot = 3", true),
    ("[[automation]]\nname = \"a\"", false), ("[shop]\nname = \"a\"", false),
    ("[[account]]\nname = \"a\"\nservice = \"cj\"\nkey = \"env:K\"", true),
    ("[[account]]\nname = \"a\"\nservice = \"cj\"", false),
    ("[[account]]\nname = \"a\"\nservice = \"cj\"\nkey = \"0123abc\"", false),
    ("[[account]]\nname = \"a\"\nservice = \"cj\"\nkey = \"env:K\"\npay = \"later\"", false),
    ("[[account]]\nname = \"a\"\nservice = \"17track\"\nkey = \"env:K\"\npay = \"auto\"", false),
    ("[[account]]\nname = \"a\"\nservice = \"elsewhere\"", false),
    (
      "[[account]]\nname = \"a\"\nservice = \"woocommerce\"\nkey = \"env:K\"\nsecret = \"env:S\"",
      false
    ),
    ("[[account]]\nname = \"a\"\nservice = \"files\"\nfolder = \"/srv/agent\"", true),
    ("[[account]]\nname = \"a\"\nservice = \"files\"\nurl = \"sftp://kim@host/agent\"", true),
  ])
  func itAgreesWithTheReader(_ text: String, _ fits: Bool) throws {
    let problems = try schema.problems(text)
    #expect(problems.isEmpty == fits, "the schema: \(problems)")
    var read = true
    do {
      _ = try Configuration.parse(text, file: "c", environment: [:], withSecrets: false)
    } catch {
      read = false
    }
    #expect(read == fits, "the reader")
  }

  @Test func itSaysWhatTheTemplateSays() {
    let remark = schema.at(["properties", "console", "properties", "theme", "description"])
    #expect(remark?.hasPrefix("`supercargo themes list` shows what there is") == true)
    let lost = ["properties", "thresholds", "properties", "dispute", "properties", "due"]
    #expect(schema.at(lost + ["description"]) == "So long before evidence is due.")
    let account = schema.at(["properties", "account", "items", "description"])
    #expect(account?.hasPrefix("Accounts: the shops, suppliers and trackers to pull.") == true)
    #expect(schema.at(["properties", "rates", "description"])?.contains("base") == true)
  }

  /// The template with every setting switched on.
  private var uncommented: String {
    ConfigurationTemplate.text.split(separator: "\n", omittingEmptySubsequences: false).map {
      $0.hasPrefix("#") && !$0.hasPrefix("# ") ? String($0.dropFirst()) : String($0)
    }.joined(separator: "\n")
  }
}

/// A JSON Schema, as far as this one goes.
private struct Schema {
  let root: JSON

  init(_ root: JSON) { self.root = root }

  /// What of a TOML text does not fit, by its path.
  func problems(_ text: String) throws -> [String] {
    let document = try TOMLDocument(text, file: "c")
    return Schema.problems(.table(document.root), root, "")
  }

  /// The text at a path of the schema.
  func at(_ path: [String]) -> String? {
    var value = root
    for key in path {
      guard let next = value[key] else { return nil }
      value = next
    }
    return value.words
  }

  private static func problems(
    _ value: TOMLDocument.Value, _ schema: JSON, _ path: String
  ) -> [String] {
    var problems: [String] = []
    for (word, rule) in schema.fields {
      switch (word, value) {
      case ("type", _):
        if rule.words != value.type { problems.append("\(path): \(value.type)") }
      case ("enum", _):
        let isOne = rule.elements.contains { $0.words == value.words }
        if value.words == nil || !isOne { problems.append("\(path): none of the words") }
      case ("const", _):
        if value.words != rule.words { problems.append("\(path): another") }
      case ("pattern", .string(let text)):
        let pattern = rule.words ?? ""
        if text.range(of: pattern, options: .regularExpression) == nil {
          problems.append("\(path): \(text)")
        }
      case ("minimum", .integer(let number)):
        if case .integer(let least) = rule, number < least { problems.append("\(path): too few") }
      case ("minItems", .array(let values)):
        if values.isEmpty { problems.append("\(path): empty") }
      case ("items", .array(let values)):
        problems += values.flatMap { Schema.problems($0, rule, path + "[]") }
      case ("required", .table(let table)):
        problems += rule.elements.compactMap(\.words).filter { table[$0] == nil }
          .map { "\(path): no \($0)" }
      case ("propertyNames", .table(let table)):
        for key in table.keys { problems += Schema.problems(.string(key), rule, "\(path).\(key)") }
      case ("properties", .table(let table)):
        for (key, inner) in rule.fields {
          if let value = table[key] { problems += Schema.problems(value, inner, "\(path).\(key)") }
        }
      case ("additionalProperties", .table(let table)):
        let known = Set(schema["properties"]?.fields.map(\.0) ?? [])
        for (key, value) in table where !known.contains(key) {
          if case .bool(false) = rule {
            problems.append("\(path): unknown \(key)")
          } else {
            problems += Schema.problems(value, rule, "\(path).\(key)")
          }
        }
      case ("anyOf", _):
        let all = rule.elements.map { Schema.problems(value, $0, path) }
        if !all.contains(where: \.isEmpty) { problems += all.last ?? [] }
      case ("allOf", _):
        problems += rule.elements.flatMap { Schema.problems(value, $0, path) }
      case ("if", _):
        if Schema.problems(value, rule, path).isEmpty, let then = schema["then"] {
          problems += Schema.problems(value, then, path)
        }
      default: break
      }
    }
    return problems
  }
}

extension JSON {
  fileprivate var fields: [(String, JSON)] {
    if case .object(let fields) = self { fields } else { [] }
  }
  fileprivate var elements: [JSON] { if case .array(let values) = self { values } else { [] } }
  fileprivate var words: String? { if case .string(let text) = self { text } else { nil } }
  fileprivate subscript(key: String) -> JSON? { fields.first { $0.0 == key }?.1 }
}

extension TOMLDocument.Value {
  fileprivate var type: String {
    switch self {
    case .string, .other: "string"
    case .integer: "integer"
    case .float: "number"
    case .bool: "boolean"
    case .array: "array"
    case .table: "object"
    }
  }

  fileprivate var words: String? { if case .string(let text) = self { text } else { nil } }
}
