import Canvas
import Console
import Fulfillment
import Testing

struct CommandTests {
  @Test func idsAreUnique() {
    #expect(Command.byID.count == Command.table.count)
  }

  @Test(arguments: Command.table.map(\.id))
  func everyCommandHasKeysThatNameThemselves(_ id: String) throws {
    let command = try #require(Command.byID[id])
    // What reaches far beyond the rows at hand has to be named in the palette.
    #expect(
      command.keys.isEmpty == ["plan-matching", "stop", "start", "rules", "tour"].contains(id))
    for name in command.keys {
      let key = try #require(KeyName.key(name), "\(name) is not a key")
      #expect(KeyName.text(key) == name)
    }
    #expect(!command.title.isEmpty && command.title.count <= 70)
  }

  @Test(arguments: Command.table.map(\.id))
  func noTwoCommandsShareAKeyInOnePlace(_ id: String) throws {
    let command = try #require(Command.byID[id])
    for other in Command.table
    where other.id != id && !other.places.isDisjoint(with: command.places) {
      #expect(Set(other.keys).isDisjoint(with: command.keys), "\(id) and \(other.id)")
    }
  }

  @Test(arguments: ["", "2", "3", "4", "6", "<enter>", "/<esc>"], [0, 60])
  func everyReasonIsWordsAndAvailableCommandsRun(_ keys: String, _ orders: Int) {
    var session = SampleSession(size: .wide, board: SampleBoard(orders: orders))
    session.press(keys)
    for command in Command.table where command.places.contains(session.state.place) {
      switch command.availability(session.state) {
      case .unavailable(let reason): #expect(reason.count > 5)
      case .available:
        var copy = session
        _ = command.run(&copy.state, 0)
        _ = view(copy.state)
      }
    }
  }

  @Test(arguments: ["", "2", "3", "4", "6", "<enter>"], [20, 40, 80, 200])
  func theFooterShowsOnlyKeysThatWorkHere(_ keys: String, _ columns: Int) throws {
    var session = SampleSession(size: Size(columns: columns, rows: 24))
    session.press(keys)
    let footer = try #require(view(session.state).lines.last)
    #expect(footer.contains("? help"))
    for part in footer.split(separator: "  ").map(String.init) {
      let key = part.split(separator: " ").first.map(String.init) ?? ""
      let command = session.state.keymap.command(
        for: try #require(KeyName.key(key), "\(part)"), in: session.state.place)
      #expect(command?.availability(session.state) == .available)
    }
  }

  @Test func anUnknownKeySaysWhereHelpIs() {
    var session = SampleSession(size: .narrow)
    session.press("Z")
    #expect(session.notice == "Z does nothing here; ? shows what does")
  }
}

struct KeymapTests {
  @Test func overridesReplaceTheKeys() throws {
    let keymap = try Keymap(overrides: ["acknowledge": ["ctrl-a", "f5"]])
    #expect(keymap.text(of: "acknowledge") == "ctrl-a f5")
    #expect(keymap.command(for: .function(5), in: .queue)?.id == "acknowledge")
    #expect(keymap.command(for: .character("a"), in: .queue) == nil)
  }

  @Test func noKeysTakesThemAway() throws {
    let keymap = try Keymap(overrides: ["suspend": []])
    #expect(keymap.command(for: .control("z"), in: .queue) == nil)
    #expect(keymap.shortest(of: "suspend") == nil)
  }

  @Test func twoCommandsCanSwapKeys() throws {
    let keymap = try Keymap(overrides: ["snooze": ["a"], "acknowledge": ["z"]])
    #expect(keymap.command(for: .character("a"), in: .exceptions)?.id == "snooze")
    #expect(keymap.command(for: .character("z"), in: .exceptions)?.id == "acknowledge")
  }

  @Test func theSameKeyMayDoDifferentThingsInDifferentPlaces() throws {
    let keymap = try Keymap(overrides: ["reverse": ["d"]])
    #expect(keymap.command(for: .character("d"), in: .queue)?.id == "reverse")
    #expect(keymap.command(for: .character("d"), in: .returns)?.id == "decline")
  }

  @Test(arguments: [
    ("frobnicate", "x", KeymapError.unknownCommand("frobnicate")),
    ("undo", "ctrl-", .unknownKey("ctrl-", command: "undo")),
    ("undo", "meta-x", .unknownKey("meta-x", command: "undo")),
    ("undo", "", .unknownKey("", command: "undo")),
    ("undo", "f13", .unknownKey("f13", command: "undo")),
    ("undo", "a", .conflict(key: "a", command: "undo", other: "acknowledge")),
    ("note", "J", .conflict(key: "J", command: "note", other: "next-order")),
    ("ask-supplier", "N", .conflict(key: "N", command: "ask-supplier", other: "absent")),
    ("theme", "N", .conflict(key: "N", command: "theme", other: "absent")),
  ])
  func mistakesAreNamed(_ id: String, _ key: String, _ expected: KeymapError) {
    #expect(throws: expected) { try Keymap(overrides: [id: [key]]) }
    #expect(!"\(expected)".isEmpty)
  }

  @Test func twoOverridesThatMeetAreAConflict() {
    #expect(throws: KeymapError.self) {
      try Keymap(overrides: ["snooze": ["f2"], "resolve": ["f2"]])
    }
  }

  @Test func changedKeysWorkAndShow() throws {
    let keymap = try Keymap(overrides: ["down": ["ctrl-n"], "help": ["f2"]])
    var session = SampleSession(size: .huge, keymap: keymap)
    session.press("<ctrl-n><ctrl-n>")
    #expect(session.state.queue.cursor == 2)
    #expect(session.screen.contains("f2 help"))
    session.press("<f2>")
    #expect(session.screen.contains("ctrl-n"))
  }

  @Test(arguments: [
    ("space", Key.character(" ")), ("SPACE", .character(" ")), ("pgdn", .pageDown),
    ("shift-tab", .backTab), ("ctrl-D", .control("d")), ("alt-X", .alt("X")),
    ("f12", .function(12)),
    ("G", .character("G")), ("?", .character("?")), ("f", .character("f")), ("é", .character("é")),
  ])
  func keyNamesAreRead(_ name: String, _ key: Key) {
    #expect(KeyName.key(name) == key)
  }

  @Test(arguments: ["", " ", "ab", "ctrl-", "ctrl-ab", "alt-", "f0", "f99", "\u{1B}", "hyper-x"])
  func whatIsNoKeyIsRefused(_ name: String) {
    #expect(KeyName.key(name) == nil)
  }
}
