import Canvas
import Fulfillment

// A supplier: looked at, paused, its volume moved.

extension ConsoleState {
  /// Shows the page of the supplier under the cursor.
  mutating func openSupplier() -> [Effect] {
    guard let row = suppliers.selected else { return [] }
    overlay = .supplier(SupplierSheet(id: row.id, name: row.name))
    return reloadSupplier()
  }

  /// Another look at the supplier on the screen, after something was written.
  mutating func reloadSupplier() -> [Effect] {
    guard case .supplier(let sheet) = overlay else { return [] }
    return [.load(.scorecard(sheet.id), requests.next(.scorecard))]
  }

  mutating func take(_ card: Scorecard?) -> [Effect] {
    guard case .supplier(var sheet) = overlay else { return [] }
    guard let card else {
      overlay = nil
      return refuse("This supplier is not in the store any more")
    }
    guard card.row.id == sheet.id else { return [] }
    sheet.card = card
    overlay = .supplier(sheet)
    return []
  }

  /// Shows how long the orders of the line under the cursor take.
  mutating func openDurations() -> [Effect] {
    guard let row = numbers.selected else { return [] }
    overlay = .durations(DurationSheet(numbers: row))
    return []
  }

  mutating func press(_ key: Key, in old: SupplierSheet) -> [Effect] {
    var sheet = old
    switch key {
    case .escape, .character("q"), .control("c"):
      overlay = nil
      return []
    case .character("p"): return pauseOrResume(sheet.id, sheet.card?.row)
    case .character("m"): return askMove(sheet.id, sheet.name)
    case .character("f"): return openOffers()
    case .character("o"):
      overlay = nil
      return showOrders(of: sheet.name)
    case .character("u"): return undo()
    default:
      guard let scroll = scrolled(sheet.scroll, by: key, of: SupplierView.lines(sheet, self).count)
      else { return [] }
      sheet.scroll = scroll
    }
    overlay = .supplier(sheet)
    return []
  }

  mutating func press(_ key: Key, in old: DurationSheet) -> [Effect] {
    var sheet = old
    switch key {
    case .escape, .character("q"), .control("c"), .enter:
      overlay = nil
      return []
    default:
      guard let scroll = scrolled(sheet.scroll, by: key, of: SupplierView.lines(sheet, self).count)
      else { return [] }
      sheet.scroll = scroll
    }
    overlay = .durations(sheet)
    return []
  }

  mutating func press(_ key: Key, inMessages scroll: Int) -> [Effect] {
    switch key {
    case .escape, .character("q"), .control("c"), .enter: overlay = nil
    default:
      guard let scroll = scrolled(scroll, by: key, of: MessagesView.lines(self).count) else {
        return []
      }
      overlay = .messages(scroll)
    }
    return []
  }

  /// Where a page of that many lines is after a key; nil: the key does not move it.
  func scrolled(_ scroll: Int, by key: Key, of lines: Int) -> Int? {
    let page = SupplierView.rows(size)
    let goal: Int
    switch key {
    case .down, .character("j"): goal = scroll + 1
    case .up, .character("k"): goal = scroll - 1
    case .pageDown, .character(" "), .control("d"): goal = scroll + page
    case .pageUp, .control("u"): goal = scroll - page
    case .home, .character("g"): goal = 0
    case .end, .character("G"): goal = lines
    default: return nil
    }
    return min(max(0, goal), max(0, lines - page))
  }

  /// Pauses the supplier under the cursor, or lets it go on. Undo takes it back, so nothing is asked.
  mutating func pauseSupplier() -> [Effect] {
    guard let row = suppliers.selected else { return [] }
    return pauseOrResume(row.id, row)
  }

  private mutating func pauseOrResume(_ id: SupplierID, _ row: SupplierRow?) -> [Effect] {
    guard let row else { return refuse("The supplier is still being read") }
    let decision: Decision = row.pause == nil ? .pauseSupplier(reason: "") : .resumeSupplier
    return commit(
      .decide(decision), on: Selection(targets: [.supplier(id)], title: row.name, money: []))
  }

  mutating func openMove() -> [Effect] {
    guard let row = suppliers.selected else { return [] }
    return askMove(row.id, row.name)
  }

  private mutating func askMove(_ id: SupplierID, _ name: String) -> [Effect] {
    openPrompt(
      .moveVolume, with: Selection(targets: [.supplier(id)], title: name, money: []))
  }

  /// To whom, from which country and how much was typed: the preview is asked for.
  mutating func previewMove(_ text: String, _ prompt: Prompt) -> [Effect] {
    guard case .supplier(let id)? = prompt.selection.targets.first else { return [] }
    guard let move = VolumeMove(typed: text, from: prompt.selection.title, now: now) else {
      return refuse("Write SUPPLIER [COUNTRY] [SHARE%] [DAYSd], such as: Backup BR 50% 30d")
    }
    // Kept until it is agreed to, should it come to nothing.
    drafts[.moveVolume] = text
    let number = requests.next()
    overlay = .working(Working("Working out what moves", number: number, asked: prompt))
    return [.previewMove(move, id, number)]
  }

  /// What moving volume would do was worked out.
  mutating func previewed(_ preview: MovePreview, _ number: RequestNumber) -> [Effect] {
    guard endWorking(number) != nil else { return [] }
    drafts[.moveVolume] = nil
    overlay = .confirm(
      Confirmation(
        title: "Move \(preview.move.text) to \(preview.move.to)?",
        lines: preview.lines + [(keymap.shortest(of: "undo") ?? ":undo") + " takes it back."],
        action: .decide(
          .decide(.moveVolume(preview.move)),
          Selection(
            targets: [.supplier(preview.supplier)], title: preview.move.from, money: []))))
    return []
  }
}

extension VolumeMove {
  /// `Backup BR 50% 30d`: the name comes first and may have blanks in it.
  init?(typed: String, from: String, now: Timestamp) {
    var words = typed.split(separator: " ").map(String.init)
    var (country, share, until): (String, Int, Timestamp?) = ("", 100, nil)
    while words.count > 1, let last = words.last {
      if last.hasSuffix("%"), let value = Int(last.dropLast()), (1...100).contains(value) {
        share = value
      } else if last.hasSuffix("d"), let days = Int64(last.dropLast()), (1...3_650).contains(days) {
        until = now + .days(days)
      } else if country.isEmpty, last.count == 2, last == last.uppercased(),
        last.allSatisfy(\.isLetter)
      {
        country = last
      } else {
        break
      }
      words.removeLast()
    }
    guard !words.isEmpty else { return nil }
    var name = words.joined(separator: " ")
    if name.count > 2, name.hasPrefix("\""), name.hasSuffix("\"") {
      name = String(name.dropFirst().dropLast())
    }
    self.init(from: from, to: name, country: country, share: share, until: until)
  }
}
