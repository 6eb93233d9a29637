import Connectors
import Settings

/// The JSON Schema (draft 7) of the configuration: what an editor completes and checks it by. It is made of
/// the table by which the configuration is read, and says of a setting what the template says.
struct ConfigurationSchema {
  let services: [ServiceDescriptor]

  var json: JSON {
    .object(
      [
        ("$schema", .string("http://json-schema.org/draft-07/schema#")),
        ("title", .string("Supercargo's configuration")),
      ] + table([]))
  }

  /// A table with its keys, those below it, and what else it may hold.
  private func table(_ path: [String]) -> [(String, JSON)] {
    let section = SettingsTable.sections.first { $0.path == path }
    var keys = section?.keys ?? []
    if path == ["account"] { keys += accountKeys }
    let inner = SettingsTable.below(path)
    let tables = inner.filter { $0.path.last != "*" }.map { section in
      let form = JSON.object(table(section.path))
      return (section.path.last ?? "", section.isList ? list(form) : form)
    }
    var fields: [(String, JSON)] = [("type", .string("object"))]
    fields += remark(path.joined(separator: "."))
    fields.append(("properties", .object(properties(keys[...], path) + tables)))
    let named = inner.first { $0.path.last == "*" }.map { JSON.object(table($0.path)) }
    fields.append(
      ("additionalProperties", named ?? section?.others.map { .object(form($0)) } ?? .bool(false)))
    let needed = keys.filter(\.isNeeded).map { JSON.string($0.name) }
    if !needed.isEmpty { fields.append(("required", .array(needed))) }
    if path == ["account"] { fields.append(("allOf", .array(services.map(account)))) }
    return fields
  }

  /// Keys with a dot are tables to TOML: `parcel.lost` stands in `parcel`.
  private func properties(
    _ keys: ArraySlice<SettingsKey>, _ path: [String], below prefix: String = ""
  ) -> [(String, JSON)] {
    var members: [(String, JSON)] = []
    var seen: Set<String> = []
    for key in keys {
      let word = String(key.name.dropFirst(prefix.count).prefix { $0 != "." })
      guard seen.insert(word).inserted else { continue }
      let name = prefix + word
      let inner = keys.filter { $0.name.hasPrefix(name + ".") }
      let own = keys.first { $0.name == name }.map { key in
        JSON.object(remark((path + [name]).joined(separator: ".")) + form(kind(of: key, path)))
      }
      let table =
        inner.isEmpty
        ? nil
        : JSON.object([
          ("type", .string("object")),
          ("properties", .object(properties(inner[...], path, below: name + "."))),
          ("additionalProperties", .bool(false)),
        ])
      let forms = [own, table].compactMap { $0 }
      members.append((word, forms.count == 1 ? forms[0] : .object([("anyOf", .array(forms))])))
    }
    return members
  }

  private func remark(_ path: String) -> [(String, JSON)] {
    ConfigurationTemplate.remarks[path].map { [("description", .string($0))] } ?? []
  }

  // MARK: - Accounts

  /// Of every service, each once.
  private var accountKeys: [SettingsKey] {
    var keys: [SettingsKey] = []
    for key in services.flatMap(SettingsTable.keys) where !keys.contains(key) { keys.append(key) }
    return keys
  }

  private func kind(of key: SettingsKey, _ path: [String]) -> SettingsKind {
    path == ["account"] && key.name == "service" ? .choice(services.map(\.service)) : key.kind
  }

  /// What an account of that service may hold and needs. An address is not needed where the service has
  /// one; neither is a folder where one may be reached over sftp.
  private func account(_ service: ServiceDescriptor) -> JSON {
    let common = SettingsTable.sections.first { $0.path == ["account"] }?.keys ?? []
    let known = (common + SettingsTable.keys(of: service)).map { JSON.string($0.name) }
    let needs = service.needs.filter {
      !($0 == "url" && !service.defaultURL.isEmpty)
        && !($0 == "folder" && service.options.contains("identity"))
    }
    return .object([
      (
        "if",
        .object([
          ("properties", .object([("service", .object([("const", .string(service.service))]))])),
          ("required", .array([.string("service")])),
        ])
      ),
      (
        "then",
        .object([
          ("propertyNames", .object([("enum", .array(known))])),
          ("required", .array(needs.map(JSON.string))),
        ])
      ),
    ])
  }

  // MARK: - Values

  private func form(_ kind: SettingsKind) -> [(String, JSON)] {
    switch kind {
    case .text: [("type", .string("string"))]
    case .flag: [("type", .string("boolean"))]
    case .count: [("type", .string("integer")), ("minimum", .integer(0))]
    case .span: text(of: "^(0|([0-9]{1,9}[smhdw])+)$")
    case .businessDays: text(of: "^[0-9]{1,4}bd$")
    case .term: text(of: "^(0|([0-9]{1,9}[smhdw])+|[0-9]{1,5}bd)$")
    case .times:
      either(
        [("type", .string("integer")), ("minimum", .integer(1))], text(of: "^[0-9]{1,4}x$"))
    case .percent: text(of: #"^-?[0-9]+(\.[0-9]{1,2})? *%$"#)
    case .money: text(of: ConfigurationSchema.money)
    case .amounts:
      either(text(of: ConfigurationSchema.money), several(text(of: ConfigurationSchema.money)))
    case .choice(let words): [("enum", .array(words.map(JSON.string)))]
    case .choices(let words):
      either(
        [("enum", .array(words.map(JSON.string)))],
        several([("enum", .array(words.map(JSON.string)))]))
    case .names: either(form(.text), several(form(.text)))
    case .words: several(form(.text))
    case .keys:
      either(
        form(.text), [("type", .string("array")), ("items", .object(form(.text)))],
        [("type", .string("object"))])
    case .secret: text(of: "^(env:[A-Za-z0-9_]+|file:.+)$")
    }
  }

  /// `40.00 USD`
  private static let money = #"^[0-9]+(\.[0-9]+)? +[A-Za-z]{3}$"#

  private func text(of pattern: String) -> [(String, JSON)] {
    [("type", .string("string")), ("pattern", .string(pattern))]
  }

  private func several(_ form: [(String, JSON)]) -> [(String, JSON)] {
    [("type", .string("array")), ("items", .object(form)), ("minItems", .integer(1))]
  }

  private func list(_ table: JSON) -> JSON {
    .object([("type", .string("array")), ("items", table)])
  }

  private func either(_ forms: [(String, JSON)]...) -> [(String, JSON)] {
    [("anyOf", .array(forms.map(JSON.object)))]
  }
}
