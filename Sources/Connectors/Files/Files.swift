package import Fulfillment
import Wire

/// A supplier that works by CSV files in a folder, which both sides reach (a share, SFTP): orders go into
/// `in`; acknowledgements, shipments and stock come back in `out`.
package struct Files: UnlistedSupplier, FolderSupplier {
  private let supplier: String
  private let credentials: Credentials

  /// The service in the connector table. Options: `folder`, where `in` and `out` lie; `template`, the
  /// columns of orders (`OrderSheet`); `delimiter`, one of `,` `;` `|` `tab`.
  package static let descriptor = ServiceDescriptor(
    service: "files", role: .supplier, defaultURL: "", requestsPerSecond: 0, cadence: .minutes(5),
    needs: ["folder"], connect: { account, credentials in .supplier(Files(account, credentials)) },
    options: ["folder", "template", "delimiter"])

  /// - Parameter credentials: only its options are used.
  package init(_ account: Account, _ credentials: Credentials) {
    supplier = account.name
    self.credentials = credentials
  }

  package var inbox: String { "in" }
  package var outbox: String { "out" }

  /// One CSV file, a row an item.
  package func body(for draft: PurchaseDraft) throws(DraftProblem) -> String {
    try OrderSheet(
      template: credentials.options["template"] ?? "",
      delimiter: credentials.options["delimiter"] ?? "", of: supplier
    ).text(draft)
  }

  /// `ord_<key>.csv`; what is no letter, digit or dash of a key becomes `_`.
  package func fileName(key: String) -> String { "ord_" + FileName.safe(key) + ".csv" }

  /// Reads acknowledgements (`ack_*`), shipments (`shp_*`, `ship*`) and stock (`inv_*`) by the file's
  /// name; case does not matter. Any row that can't be read is told alone.
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
