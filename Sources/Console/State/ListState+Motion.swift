import Fulfillment

/// What can be done to a list, as data, so that one switch over the panels serves every row type.
enum ListAction: Equatable {
  case move(Int)
  case toggleMark
  case toggleRange
  case invertMarks
  case clearMarks
  case endRange
  /// The cursor to that position of the screen.
  case point(row: Int)
  /// Moves the view without the cursor where it can.
  case scroll(Int)
  /// The cursor to that position of the window.
  case place(Int)
  /// Nothing but the view, after the room has changed: the cursor's row is drawn.
  case settle
  /// Nothing but noting that the operator has been here.
  case touch
}

extension ListState {
  /// Applies an action on a screen with room for `height` rows.
  mutating func apply(_ action: ListAction, height: Int) {
    switch action {
    case .move(let steps):
      move(by: steps)
      if steps.magnitude == 1 { leap(height: height) }
    case .toggleMark: toggleMark()
    case .toggleRange: toggleRange()
    case .invertMarks: invertMarks()
    case .clearMarks: (marks, range) = ([:], nil)
    case .endRange: range = nil
    case .point(let row):
      guard window.rows.indices.contains(top + row) else { return }
      walk(to: top + row)
    case .scroll(let rows):
      let last = max(0, window.rows.count - height)
      top = min(max(0, top + rows), last)
      walk(to: min(max(cursor, top), max(top, top + height - 1)))
    case .place(let position): walk(to: position)
    case .settle, .touch: break
    }
    if action != .settle { isUntouched = false }
    switch action {
    case .move, .point, .scroll, .place: noteHome()
    case .toggleRange: isHome = false
    case .toggleMark, .invertMarks, .clearMarks, .endRange, .settle, .touch: break
    }
    follow(height: height)
  }

  /// Goes that many rows down (up: negative); what the window cannot give yet is owed.
  mutating func move(by steps: Int) {
    guard !window.rows.isEmpty else { return }
    // Steps that waited for rows are taken with the new ones: the other way they cancel out.
    let wanted = cursor + min(max(steps, -1_000_000), 1_000_000) + owed
    let reached = min(max(0, wanted), window.rows.count - 1)
    walk(to: reached)
    let missing = wanted - reached
    owed = (missing > 0 && window.hasAfter) || (missing < 0 && window.hasBefore) ? missing : 0
  }

  /// After a motion: whether it has led to the very top.
  private mutating func noteHome() {
    isHome = cursor == 0 && !window.hasBefore && owed == 0 && range == nil
  }

  /// A single step over the edge brings half a screen of new rows at once: the next steps then move the
  /// cursor only, which costs a slow line far less than shifting every row each time.
  private mutating func leap(height: Int) {
    let room = max(1, height)
    if cursor < top { top = cursor - room / 2 }
    if cursor >= top + room { top = cursor - (room - 1) / 2 }
  }

  /// Keeps the cursor inside the rows drawn.
  mutating func follow(height: Int) {
    let room = max(1, height)
    cursor = min(max(0, cursor), max(0, window.rows.count - 1))
    top = max(0, top)
    if cursor < top { top = cursor }
    if cursor >= top + room { top = cursor - room + 1 }
    if top + room > window.rows.count { top = max(0, window.rows.count - room) }
  }

  /// The window has less than half a screen left on a side that has more rows.
  func isShort(height: Int) -> Bool {
    let margin = max(1, height / 2)
    return (window.hasAfter && top + height + margin > window.rows.count)
      || (window.hasBefore && top < margin) || owed != 0
  }

  private mutating func walk(to position: Int) {
    let goal = min(max(0, position), max(0, window.rows.count - 1))
    guard range != nil else {
      cursor = goal
      return
    }
    while cursor != goal {
      cursor += cursor < goal ? 1 : -1
      stepRange(to: window.rows[cursor])
    }
  }
}

// Marks and refresh.
extension ListState {
  mutating func toggleMark() {
    guard let selected else { return }
    if range != nil {
      range = nil
      return
    }
    if marks.removeValue(forKey: selected.key) == nil { marks[selected.key] = selected }
  }

  mutating func toggleRange() {
    if range != nil {
      range = nil
    } else if let selected {
      range = RangeMarks(path: [selected], base: marks)
      marks[selected.key] = selected
    }
  }

  /// Every row of the window the other way round; marks beyond it are kept.
  mutating func invertMarks() {
    range = nil
    for row in window.rows where marks.removeValue(forKey: row.key) == nil { marks[row.key] = row }
  }

  /// One step of the cursor while a range is open: back along the path unmarks, onward marks.
  mutating func stepRange(to row: Row) {
    guard var open = range else { return }
    range = nil
    if open.path.count > 1, open.path[open.path.count - 2].key == row.key {
      let left = open.path.removeLast()
      marks[left.key] = open.base[left.key]
    } else {
      open.path.append(row)
      marks[row.key] = row
    }
    range = open
  }

  /// Takes a window that has arrived and puts the cursor where `pending` says.
  mutating func take(_ new: Window<Row>, height: Int) {
    let placement = pending ?? .keep
    let (old, oldCursor, oldTop) = (window, cursor, top)
    let wasAtStart = oldTop == 0 && !old.hasBefore && isLoaded
    window = new
    (pending, isLoaded) = (nil, true)
    switch placement {
    case .first:
      (cursor, top, range) = (0, 0, nil)
      noteHome()
    case .last:
      (cursor, top, range) = (max(0, new.rows.count - 1), new.rows.count, nil)
      noteHome()
    case .row(let key) where new.rows.contains { $0.key == key }:
      cursor = new.rows.firstIndex { $0.key == key } ?? 0
      top = cursor - height / 2
      noteHome()
    case .top where isUntouched:
      (cursor, top) = (0, 0)
    case .top:
      cursor = ListState.place(of: old, cursor: oldCursor, in: new) ?? 0
      // Pushed out of sight from the top: the cursor follows what is newest.
      if cursor >= max(1, height) { cursor = 0 }
      top = 0
    case .keep, .row:
      cursor =
        ListState.place(of: old, cursor: oldCursor, in: new)
        ?? min(oldCursor, max(0, new.rows.count - 1))
      // At the very top new rows are let in above; anywhere else the row stays at its height.
      let lift = wasAtStart && !new.hasBefore && cursor < height ? cursor : oldCursor - oldTop
      top = max(0, cursor - lift)
    }
    for row in new.rows where marks[row.key] != nil { marks[row.key] = row }
    if owed != 0 { move(by: 0) }
    follow(height: height)
  }

  /// Where the old cursor's row is now or, if it has gone, its nearest neighbour that is left; nil where
  /// none of them is.
  private static func place(of old: Window<Row>, cursor: Int, in new: Window<Row>) -> Int? {
    guard old.rows.indices.contains(cursor) else { return 0 }
    let places = Dictionary(
      new.rows.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
    for row in old.rows[cursor...] { if let place = places[row.key] { return place } }
    for row in old.rows[..<cursor].reversed() {
      if let place = places[row.key] { return place }
    }
    return nil
  }
}
