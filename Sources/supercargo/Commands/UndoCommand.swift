import ArgumentParser
import Fulfillment
import Settings
import Store

/// `supercargo undo`
struct UndoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo", abstract: "Take back the last decision, as a whole.")

  @OptionGroup var global: GlobalOptions

  @Flag(
    name: .long,
    help: "Where the last decision can't be taken back: the newest before it that can.")
  var older = false

  @Flag(name: .long, help: "Do again what was undone last.")
  var redo = false

  @Flag(name: .long, help: "One JSON object that says what was done.")
  var json = false

  func validate() throws {
    guard !(older && redo) else { throw ValidationError("--older and --redo exclude each other") }
  }

  func run() throws {
    let store = try global.openStore()
    let name = try global.configuration().operatorName
    if redo {
      let receipt = try store.redo(by: name, now: global.now)
      return try Receipts.report(receipt, json: json, quiet: global.quiet, verb: "redo")
    }
    let last = try store.lastUndoable(by: name, now: global.now)
    let receipt = try store.undo(older ? last?.batch : nil, by: name, now: global.now)
    if receipt.applied == 0, !older, let last, last.batch != nil, last.newer != nil {
      Standard.complain(
        "supercargo undo --older would take back: \(last.title)".sanitised(limit: 300))
    }
    try Receipts.report(receipt, json: json, quiet: global.quiet, verb: "undo")
  }
}
