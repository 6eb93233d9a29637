package import Fulfillment
import Wire

/// A storefront whose orders come as files into a folder. No I/O here: names and bytes.
package protocol FolderStorefront: Storefront {
  /// Where its files come from, below the account's folder; "" is the folder itself.
  var outbox: String { get }
  /// The orders in a file.
  func read(_ bytes: [UInt8], name: String) -> FileImport<Order>
}

extension FolderStorefront {
  /// Always refused with the code `unsupported`: it is read from its folder; the request leads nowhere.
  package func orders(
    _ cursor: Cursor?, _ context: RequestContext
  ) -> Exchange<Page<Order>> {
    Exchange(HTTPRequest(.get, "")) { _ throws(ConnectorError) in
      throw .rejected(code: "unsupported", message: "orders of this shop come as files")
    }
  }
}

/// A shop of which orders are exported into a folder: Shopify's CSV, what WooCommerce's export extensions
/// write, or JSON (`WooCommerceCSV`); which of them is seen from the file itself.
package struct FilesShop: FolderStorefront {
  private let credentials: Credentials

  /// The service in the connector table. Options: `folder`, where the files come, or a
  /// `url` `sftp://user@host/path` with the key `identity`; `currency` of files that
  /// name none; `zone`, such as `+01:00`, of dates without one.
  package static let descriptor = ServiceDescriptor(
    service: "files-shop", role: .storefront, defaultURL: "", requestsPerSecond: 0,
    cadence: .minutes(5), needs: ["folder"],
    connect: { _, credentials in .storefront(FilesShop(credentials)) },
    options: ["folder", "identity", "currency", "zone"])

  /// - Parameter credentials: only its options are used.
  package init(_ credentials: Credentials) { self.credentials = credentials }

  package var outbox: String { "" }

  package func read(_ bytes: [UInt8], name: String) -> FileImport<Order> {
    let (zone, currency) = (
      credentials.options["zone"] ?? "", credentials.options["currency"] ?? ""
    )
    guard let minutes = zone.isEmpty ? 0 : FilesShop.minutes(zone) else {
      return refused(name, "the account's zone is no offset such as +01:00")
    }
    guard currency.isEmpty || Currency(currency) != nil else {
      return refused(name, "the account's currency is none")
    }
    if FilesShop.isShopify(bytes) {
      return ShopifyCSV.read(bytes, file: name, options: .init(zone: minutes))
    }
    return WooCommerceCSV.read(
      bytes, file: name, options: .init(currency: Currency(currency), zone: minutes))
  }

  private func refused(_ name: String, _ reason: String) -> FileImport<Order> {
    FileImport(refused: [Refusal(file: name, line: 1, column: 1, reason: reason)])
  }

  /// Only Shopify calls a line's columns so.
  private static func isShopify(_ bytes: [UInt8]) -> Bool {
    guard let table = try? CSVTable(bytes) else { return false }
    return table.index(of: ShopifyColumn.quantity.rawValue) != nil
  }

  /// `+01:00`, `-0330`, `+9`; nil for anything else and beyond 14 hours.
  static func minutes(_ text: String) -> Int? {
    guard let sign = text.first, sign == "+" || sign == "-" else { return nil }
    let parts = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
    let digits = parts.joined()
    guard parts.count <= 2, (1...4).contains(digits.count),
      digits.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(digits)
    else { return nil }
    let (hours, minutes) = digits.count <= 2 ? (number, 0) : (number / 100, number % 100)
    guard minutes < 60, hours * 60 + minutes <= 14 * 60 else { return nil }
    return (sign == "+" ? 1 : -1) * (hours * 60 + minutes)
  }
}

extension Connection {
  /// The same connector where its orders come as files.
  package var folderShop: (any FolderStorefront)? {
    guard case .storefront(let connector) = self else { return nil }
    return connector as? any FolderStorefront
  }
}
