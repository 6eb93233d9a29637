package import Fulfillment
import Wire

/// A supplier that works by files in a folder, which both sides reach (a share, SFTP): orders go into `in`;
/// acknowledgements, shipments and stock come back in `out`. CSV, or JSON with the same names.
package struct Files: UnlistedSupplier, FolderSupplier {
  private let supplier: String
  private let credentials: Credentials

  /// The service in the connector table. Options: `folder`, where `in` and `out` lie, or
  /// a `url` `sftp://user@host/path` with the key `identity`; `format`, whose files
  /// they are (`BulkFormat`); `template`, the columns of orders (`OrderSheet`); `delimiter`, one of
  /// `,` `;` `|` `tab`; `files = "json"` writes orders as JSON.
  package static let descriptor = ServiceDescriptor(
    service: "files", role: .supplier, defaultURL: "", requestsPerSecond: 0, cadence: .minutes(5),
    needs: ["folder"], connect: { account, credentials in .supplier(Files(account, credentials)) },
    options: ["folder", "identity", "format", "template", "delimiter", "files"])

  /// - Parameter credentials: only its options are used.
  package init(_ account: Account, _ credentials: Credentials) {
    supplier = account.name
    self.credentials = credentials
  }

  package var inbox: String { "in" }
  package var outbox: String { "out" }

  /// One file, a row an item.
  package func body(for draft: PurchaseDraft) throws(DraftProblem) -> String {
    guard let format else {
      throw DraftProblem("the format of \(supplier) is none of \(BulkFormat.names)")
    }
    return try OrderSheet(
      format, template: credentials.options["template"] ?? "",
      delimiter: credentials.options["delimiter"] ?? "", isJSON: isJSON, of: supplier
    ).text(draft)
  }

  /// `ord_<key>.csv`; what is no letter, digit or dash of a key becomes `_`.
  package func fileName(key: String) -> String {
    "ord_" + FileName.safe(key) + (isJSON ? ".json" : ".csv")
  }

  private var format: BulkFormat? { BulkFormat(option: credentials.options["format"] ?? "") }
  private var isJSON: Bool { credentials.options["files"]?.lowercased() == "json" }

  /// Reads acknowledgements (`ack_*`), shipments (`shp_*`, `ship*`) and stock (`inv_*`) by the file's
  /// name; case does not matter. A file of any other name is the export of a format that has one. Any
  /// row that can't be read is told alone.
  package func read(_ bytes: [UInt8], name: String, now: Timestamp) -> FolderReport {
    let lower = name.lowercased()
    do throws(Refusal) {
      if lower.hasPrefix("ack") {
        return try AcknowledgementFile(bytes, name, from: supplier, now: now).report()
      }
      if lower.hasPrefix("shp") || lower.hasPrefix("ship") {
        return try ShipmentFile(bytes, name, from: supplier, now: now).report()
      }
      if lower.hasPrefix("inv") { return try InventoryFile(bytes, name).report() }
      if let format, let columns = ExportFile.columns(of: format) {
        return try ExportFile(bytes, name, format, columns, from: supplier, now: now).report()
      }
      throw Refusal(
        file: name, line: 1, column: 1,
        reason: "the name says neither ack_, shp_ nor inv_, so nobody knows what it holds")
    } catch {
      var report = FolderReport()
      report.refuse(error)
      return report
    }
  }
}

/// Names of files made of keys.
enum FileName {
  /// The text with everything but ASCII letters, digits and `-` as `_`: no path can be in it.
  static func safe(_ key: String) -> String {
    String(
      String.UnicodeScalarView(
        key.unicodeScalars.map {
          let isKept =
            $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
          return isKept || $0 == "-" ? $0 : "_"
        }))
  }
}
