import ArgumentParser
import Fulfillment
import Settings
import Store

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `supercargo evidence ORDER --out DIR`
struct EvidenceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evidence",
    abstract: "Write what a bank needs about a disputed order: a page, a PDF and JSON.",
    discussion: """
      Made by playing the event log up to now, or up to --at. The cost of the goods and notes among operators \
      are left out. Nothing is sent: supercargo disputes submit ID does that.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The order's name (#1001), its id in the shop, or id:N.")
  var order: String

  @Option(
    name: .long,
    help: ArgumentHelp("The folder to write into; made if need be.", valueName: "folder"))
  var out: String

  @Option(
    name: .long,
    help: ArgumentHelp(
      "As known then: 2026-11-22T14:09Z, 2026-11-22 (its end, UTC), or how long ago: 3d.",
      valueName: "time"))
  var at: String?

  @Option(name: .long, help: "The service's id of the dispute, where the order has several.")
  var dispute: String?

  @Flag(name: .long, help: "One JSON object about what was written.")
  var json = false

  /// Bytes that a file may have: Shopify takes two megabytes a file, Stripe four and a half in all.
  static let limit = 2_000_000

  func run() throws {
    let time = try at.map { try PastMoment.read($0, now: global.now) }
    let store = try global.openStore()
    let id = try store.onlyOrder(order)
    let pack = try EvidenceDesk(store: store, configuration: global.configuration()).pack(
      of: id, at: time, now: global.now, dispute: dispute)
    let pdf = EvidencePDF(pack)
    let files: [(String, [UInt8])] = [
      ("evidence.html", Array(EvidencePage(pack: pack).html.utf8)),
      ("evidence.json", Array((EvidenceJSON.object(pack).line + "\n").utf8)),
      ("evidence.pdf", pdf.bytes),
    ]
    for (name, bytes) in files where bytes.count > Self.limit {
      throw Failure("the evidence can't be written", "\(name) would have \(bytes.count) bytes")
    }
    try write(files)
    let missing = pack.missing.map(\.rawValue)
    if json {
      Standard.print(
        JSON.object([
          ("folder", .string(out)), ("files", .array(files.map { .string($0.0) })),
          ("bytes", .count(files.reduce(0) { $0 + $1.1.count })), ("pages", .count(pdf.pageCount)),
          ("dispute", .string(pack.dispute)), ("reason", .string(pack.reason)),
          ("missing", .array(missing.map(JSON.string))),
        ]).line)
    } else if !global.quiet {
      Standard.print(
        "written: \(out)/evidence.html, .json and .pdf (\(pdf.pageCount) pages), as known at "
          + pack.at.iso8601)
      for section in pack.sections where !section.note.isEmpty { Standard.print(section.note) }
      if !missing.isEmpty {
        let reason = pack.reason.isEmpty ? "a dispute" : pack.reason
        Standard.print("for \(reason) nothing is known of: " + missing.joined(separator: ", "))
      }
    }
  }

  private func write(_ files: [(String, [UInt8])]) throws {
    do {
      // What is made here is for the operator alone: it holds names, addresses and mail.
      try FileManager.default.createDirectory(
        at: URL(filePath: out), withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
      for (name, bytes) in files {
        try OutputFile.write(bytes, to: out + "/" + name, readers: .owner)
      }
    } catch let problem as ValueProblem {
      throw Failure(
        "the evidence can't be written to \(out)", problem.what, remedy: "name another with --out")
    } catch {
      throw Failure(
        "the evidence can't be written to \(out)", "the folder can't be made or written",
        remedy: "name another with --out")
    }
  }
}
