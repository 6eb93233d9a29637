package import Canvas

/// Which key runs which command.
package struct Keymap: Equatable, Sendable {
  private var commands: [Key: [String]] = [:]
  private var keys: [String: [Key]] = [:]

  /// The keys of the command table.
  package static let standard = Keymap()

  private init() {
    for command in Command.table { bind(command.id, command.keys.compactMap(KeyName.key)) }
  }

  /// The keys of the command table with those commands' keys replaced. No keys takes them away.
  package init(overrides: [String: [String]]) throws(KeymapError) {
    self.init()
    for id in overrides.keys.sorted() {
      guard Command.byID[id] != nil else { throw .unknownCommand(id) }
      unbind(id)
    }
    for (id, names) in overrides.sorted(by: { $0.key < $1.key }) {
      var replacing: [Key] = []
      for name in names {
        guard let key = KeyName.key(name) else { throw .unknownKey(name, command: id) }
        replacing.append(key)
      }
      for (key, name) in zip(replacing, names) {
        if let other = rival(of: id, for: key) {
          throw .conflict(key: name, command: id, other: other)
        }
      }
      bind(id, replacing)
    }
  }

  /// The command that key runs there.
  package func command(for key: Key, in place: Places) -> Command? {
    guard let ids = commands[key] else { return nil }
    for id in ids {
      if let command = Command.byID[id], command.places.contains(place) { return command }
    }
    return nil
  }

  /// The keys of a command, the one to show first.
  package func keys(of id: String) -> [Key] { keys[id] ?? [] }

  /// The keys of a command as text: `j down`.
  package func text(of id: String) -> String {
    keys(of: id).map(KeyName.text).joined(separator: " ")
  }

  /// The first key of a command as text; nil where it has none.
  package func shortest(of id: String) -> String? { keys(of: id).first.map(KeyName.text) }

  private mutating func bind(_ id: String, _ new: [Key]) {
    keys[id] = new
    for key in new where commands[key]?.contains(id) != true {
      commands[key, default: []].append(id)
    }
  }

  private mutating func unbind(_ id: String) {
    for key in keys[id] ?? [] { commands[key]?.removeAll { $0 == id } }
    keys[id] = nil
  }

  private func rival(of id: String, for key: Key) -> String? {
    guard let places = Command.byID[id]?.places else { return nil }
    return commands[key]?.first { other in
      other != id && Command.byID[other]?.places.isDisjoint(with: places) == false
    }
  }
}

/// Why the keys of the configuration were refused.
package enum KeymapError: Error, Hashable, Sendable {
  case unknownCommand(String)
  case unknownKey(String, command: String)
  /// The key already runs another command in a place that both work in.
  case conflict(key: String, command: String, other: String)
}

extension KeymapError: CustomStringConvertible {
  /// For the operator: what is wrong and what to do.
  package var description: String {
    switch self {
    case .unknownCommand(let id):
      "there is no command `\(id)` (`supercargo keys` lists them)"
    case .unknownKey(let name, let command):
      "`\(name)`, given to `\(command)`, is not a key (write `x`, `X`, `ctrl-x`, `alt-x`, `f5`, `pgdn`, `space`)"
    case .conflict(let key, let command, let other):
      "`\(key)`, given to `\(command)`, already runs `\(other)` (give `\(other)` another key too)"
    }
  }
}
