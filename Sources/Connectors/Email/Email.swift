package import Fulfillment
import Wire

/// A supplier that is written to by e-mail: each purchase becomes a message in a spool folder, which the
/// host's mailer sends. Nothing comes back by this way.
package struct Email: UnlistedSupplier, FolderSupplier {
  private let supplier: String
  private let credentials: Credentials

  /// The service in the connector table. Options: `to`, the supplier's address; `from`, the sender's;
  /// `folder`, the spool.
  package static let descriptor = ServiceDescriptor(
    service: "email", role: .supplier, defaultURL: "", requestsPerSecond: 0, cadence: .minutes(5),
    needs: ["to", "folder"],
    connect: { account, credentials in .supplier(Email(account, credentials)) },
    options: ["to", "from", "folder"])

  /// - Parameter credentials: only its options are used.
  package init(_ account: Account, _ credentials: Credentials) {
    supplier = account.name
    self.credentials = credentials
  }

  package var inbox: String { "" }
  package var outbox: String { "" }

  /// A message (RFC 5322) without a date, which its sender adds. Throws what the draft or the account
  /// lacks.
  package func body(for draft: PurchaseDraft) throws(DraftProblem) -> String {
    guard let to = MailAddress(credentials.options["to"] ?? "") else {
      throw DraftProblem("the account \(supplier) names no address to write to")
    }
    let sender = (credentials.options["from"] ?? "").trimmed
    let from = MailAddress(sender)
    guard sender.isEmpty || from != nil else {
      throw DraftProblem("the sender of the account \(supplier) is no e-mail address")
    }
    let text = try PurchaseLetter(draft, to: supplier).text()
    return MailMessage(
      from: from, to: to, subject: "Order \(draft.orderName) (\(draft.key))", id: draft.key,
      text: text
    ).encoded
  }

  /// `<key>.eml`; what is no letter, digit or dash of a key becomes `_`.
  package func fileName(key: String) -> String { FileName.safe(key) + ".eml" }

  package func read(_ bytes: [UInt8], name: String, now: Timestamp) -> FolderReport {
    FolderReport()
  }
}
