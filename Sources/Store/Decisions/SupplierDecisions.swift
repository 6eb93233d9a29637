internal import Fulfillment
internal import GRDB

/// What a decision does to a supplier.
enum SupplierEffect {
  case pause(reason: String)
  case resume(SupplierPause)
  case move(VolumeMove, to: Int64, before: VolumeMove?)
}

extension Work {
  /// What a decision about suppliers does to the target, or why nothing.
  func planSupplier(_ decision: Decision, on target: Target) throws -> Change {
    guard case .supplier(let id) = target else {
      throw Refused(target: target.label, reason: "\(decision.verb) is for suppliers")
    }
    let name = try supplierName(id)
    let pause = try pause(of: id)
    func change(_ effect: SupplierEffect) -> Change {
      Change(kind: .supplier, number: id.number, name: name, effect: .supplier(effect))
    }
    switch decision {
    case .pauseSupplier(let reason):
      if let pause { throw Refused(target: name, reason: "it is " + pause.text) }
      return change(.pause(reason: reason))
    case .resumeSupplier:
      guard let pause else { throw Refused(target: name, reason: "it is not paused") }
      return change(.resume(pause))
    case .moveVolume(let move):
      let other = try database.row("SELECT id, name FROM supplier WHERE name = ?", move.to) {
        (id: try $0.number(), name: try $0.text())
      }
      guard let other else {
        throw Refused(target: name, reason: "there is no supplier \(move.to)")
      }
      guard other.id != id.number else {
        throw Refused(target: name, reason: "its volume can't be moved to itself")
      }
      var move = move
      (move.from, move.to) = (name, other.name)
      return change(.move(move, to: other.id, before: try self.move(from: id, to: move.country)))
    default: throw Refused(target: name, reason: "\(decision.verb) is not for suppliers")
    }
  }

  /// Writes what a decision does to a supplier.
  mutating func apply(_ change: Change, _ effect: SupplierEffect, _ batch: Batch) throws {
    let id = SupplierID(change.number)
    switch effect {
    case .pause(let reason):
      try setPause(SupplierPause(at: now, by: batch.operatorName, reason: reason), of: id)
      try log(change, batch.id, before: "active", after: "paused")
    case .resume(let pause):
      try setPause(nil, of: id)
      try log(
        change, batch.id, before: "paused", at: pause.at, text: pause.by + "\n" + pause.reason,
        after: "active")
    case .move(let move, let other, let before):
      try setMove(move, from: id, to: other, by: batch.operatorName)
      try log(change, batch.id, before: before?.kept, text: move.country, after: move.kept)
    }
  }

  /// A supplier can be put back only from where the decision brought it.
  func refuseIfMovedOn(_ id: SupplierID, _ target: LoggedTarget, _ logged: LoggedBatch) throws {
    let name = try supplierName(id)
    guard logged.verb != "move" else {
      guard try move(from: id, to: target.beforeText ?? "")?.kept == target.afterState else {
        throw Refused(target: name, reason: "what is moved from it has changed since")
      }
      return
    }
    let state = try pause(of: id) == nil ? "active" : "paused"
    guard state == target.afterState else {
      throw Refused(
        target: name, reason: "it has since been " + (state == "active" ? "resumed" : state))
    }
  }

  /// Puts a supplier back to what it was.
  mutating func putBack(_ id: SupplierID, _ target: LoggedTarget, _ logged: LoggedBatch) throws {
    guard logged.verb != "move" else {
      let name = try supplierName(id)
      let country = target.beforeText ?? ""
      guard let kept = target.beforeState, let before = VolumeMove(kept: kept, from: name),
        let other = try database.number("SELECT id FROM supplier WHERE name = ?", before.to)
      else {
        try database.run(
          "DELETE FROM volumeMove WHERE fromID = ? AND country = ?", id.number, country)
        return
      }
      return try setMove(before, from: id, to: other, by: "undo")
    }
    guard target.beforeState == "paused", let at = target.beforeAt else {
      return try setPause(nil, of: id)
    }
    let words = (target.beforeText ?? "").split(
      separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    try setPause(
      SupplierPause(
        at: at, by: words.first.map(String.init) ?? "",
        reason: words.count > 1 ? String(words[1]) : ""), of: id)
  }

  private func supplierName(_ id: SupplierID) throws -> String {
    guard let name = try database.texts("SELECT name FROM supplier WHERE id = ?", id.number).first
    else { throw Refused(target: "supplier \(id.number)", reason: "there is no such supplier") }
    return name
  }

  private func pause(of id: SupplierID) throws -> SupplierPause? {
    try database.row(
      "SELECT pausedAt, pausedBy, pauseReason FROM supplier WHERE id = ?", id.number
    ) { try SupplierPause(columns: &$0) } ?? nil
  }

  /// The orders whose purchases from it wait here are looked at again.
  private mutating func setPause(_ pause: SupplierPause?, of id: SupplierID) throws {
    try database.run(
      "UPDATE supplier SET pausedAt = ?, pausedBy = ?, pauseReason = ? WHERE id = ?",
      pause?.at.milliseconds, pause?.by ?? "", pause?.reason ?? "", id.number)
    let waiting = try database.numbers(
      """
      SELECT m.orderID FROM outboxMessage m INDEXED BY outboxMessage_open
      JOIN purchaseOrder p ON p.id = m.purchaseID
      WHERE m.kind = 'place' AND m.state IN ('proposed', 'held', 'ready')
      AND m.state NOT IN ('sent', 'rejected', 'withdrawn') AND p.supplierID = ?
      """, [id.number])
    touched.formUnion(waiting)
  }

  private func move(from id: SupplierID, to country: String) throws -> VolumeMove? {
    try database.row(
      Store.movesSQL + " WHERE v.fromID = ? AND v.country = ?", id.number, country,
      read: VolumeMove.init(columns:))
  }

  private func setMove(
    _ move: VolumeMove, from id: SupplierID, to other: Int64, by operatorName: String
  ) throws {
    try database.run(
      """
      INSERT INTO volumeMove (fromID, country, toID, share, until, at, operator)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
      ON CONFLICT (fromID, country) DO UPDATE SET toID = ?3, share = ?4, until = ?5, at = ?6,
        operator = ?7
      """, id.number, move.country, other, move.share, move.until?.milliseconds, now.milliseconds,
      operatorName)
  }
}

extension Store {
  static let movesSQL = """
    SELECT f.name, t.name, v.country, v.share, v.until FROM volumeMove v
    JOIN supplier f ON f.id = v.fromID JOIN supplier t ON t.id = v.toID
    """

  /// What is moved, that to one country before that to all.
  static func moves(_ database: Database) throws -> [VolumeMove] {
    try database.rows(
      movesSQL + " ORDER BY v.country = '', v.fromID, v.country",
      read: VolumeMove.init(columns:))
  }
}

extension VolumeMove {
  init(columns: inout Columns) throws {
    self.init(
      from: try columns.text(), to: try columns.text(), country: try columns.text(),
      share: try columns.int(), until: try columns.timeOrNil())
  }
}

extension SupplierPause {
  /// What is told of a purchase that waits at a paused supplier, from its row `s`: as `text`.
  static let told = """
    s.name || ' is paused by ' || substr(s.pausedBy, 1, 60)
      || CASE s.pauseReason WHEN '' THEN '' ELSE ': ' || substr(s.pauseReason, 1, 120) END
    """

  /// nil where it is not paused.
  init?(columns: inout Columns) throws {
    let (at, by, reason) = (try columns.timeOrNil(), try columns.text(), try columns.text())
    guard let at else { return nil }
    self.init(at: at, by: by, reason: reason)
  }
}

extension Work {
  /// The purchase that a message is about is from a supplier that is paused.
  func isPaused(_ message: KeptMessage) throws -> Bool {
    try database.number(
      """
      SELECT 1 FROM purchaseOrder p JOIN supplier s ON s.id = p.supplierID
      WHERE p.id = ? AND s.pausedAt IS NOT NULL
      """, message.purchaseID) != nil
  }
}
