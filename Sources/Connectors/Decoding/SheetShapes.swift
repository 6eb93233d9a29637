import Fulfillment
import Wire

/// What a file is: orders of a shop, timelines, offers, or one of a supplier's.
enum SheetKind: String, CaseIterable {
  case shopify = "shopify-csv"
  case wooCommerce = "woocommerce-csv"
  case timeline = "timeline-csv"
  case offers = "offers-csv"
  case shipments, acknowledgements, stock

  /// By its columns; nil where they say nothing.
  static func of(_ bytes: [UInt8]) -> SheetKind? {
    if let json = try? JSON(bytes) {
      let first = json.elements.first ?? json
      return first["line_items"].isArray ? .wooCommerce : nil
    }
    guard let columns = (try? CSVTable(bytes))?.columns else { return nil }
    let names = Set(columns.map { $0.lowercased().filter { $0.isLetter || $0.isNumber } })
    if names.isSuperset(of: ["name", "lineitemname"]) { return .shopify }
    if names.isSuperset(of: ["orderid", "orderitemid", "purchasedate"]) { return .timeline }
    if names.isSuperset(of: ["sku", "supplier"]) { return .offers }
    let ofWooCommerce: Set = [
      "ordernumberformatted", "itemsku", "lineitem1", "firstnamebilling", "billingfirstname",
    ]
    return names.isDisjoint(with: ofWooCommerce) ? nil : .wooCommerce
  }

  /// By the name of a supplier's file.
  static func of(fileName: String) -> SheetKind? {
    let lower = fileName.lowercased()
    if lower.hasPrefix("ack") { return .acknowledgements }
    if lower.hasPrefix("shp") || lower.hasPrefix("ship") { return .shipments }
    return lower.hasPrefix("inv") ? .stock : nil
  }

  /// How a supplier's file of that kind is named; nil for what is none.
  var fileName: String? {
    switch self {
    case .shipments: "shp_"
    case .stock: "inv_"
    case .acknowledgements: "ack_"
    case .shopify, .wooCommerce, .timeline, .offers: nil
    }
  }
}

extension DecodedFile {
  /// Takes what a table brought; every refusal with its place.
  mutating func add<Item>(_ found: FileImport<Item>, _ decoded: (Item) -> Decoded) {
    entries += found.items.map { .value(decoded($0)) }
    unreadable += found.refused.map(\.description)
  }

  /// Takes what a supplier's file says.
  mutating func add(_ report: FolderReport) {
    var values = report.purchases.map { Decoded.purchase($0) }
    values += report.refusedLines.map { .refusedLine($0) }
    values += report.shipped.map { .shippedLine($0) }
    values += report.stock.map { .stock($0) }
    values += report.notes.sorted { $0.key < $1.key }.map { .note(key: $0.key, text: $0.value) }
    entries += values.map { .value($0) }
    unreadable += report.unreadable.map { "\($0.id): \($0.reason)" }
  }
}

extension RecordingDecoder {
  /// A table of orders as the shop's own pages save it.
  func isExport(_ bytes: [UInt8]) -> Bool {
    let own: SheetKind? =
      switch service {
      case "shopify": .shopify
      case "woocommerce": .wooCommerce
      default: nil
      }
    guard let own, let first = bytes.first, !"{[-".utf8.contains(first) else { return false }
    return SheetKind.of(bytes) == own
  }

  /// A file by itself, without a service that is asked: a table, a supplier's file, a letter.
  func sheet(
    _ file: [UInt8], name: String, kind: String?, _ folder: (any FolderSupplier)?
  ) -> DecodedFile {
    let bytes =
      Gzip.isPacked(file) ? (try? Gzip.unpacked(file, limit: 256 << 20)) ?? file : file
    let name = name.split(separator: "/").last.map(String.init) ?? ""
    var found = DecodedFile()
    let known = kind.flatMap(SheetKind.init) ?? SheetKind.of(fileName: name)
    switch service == "email" ? nil : known ?? SheetKind.of(bytes) {
    case .shopify: found.add(ShopifyCSV.read(bytes, file: name)) { .order($0) }
    case .wooCommerce: found.add(WooCommerceCSV.read(bytes, file: name)) { .order($0) }
    case .timeline: found.add(TimelineCSV.read(bytes, file: name)) { .history($0) }
    case .offers: found.add(OffersCSV.read(bytes, file: name)) { .offer($0) }
    case .shipments, .stock, .acknowledgements:
      // A kind that was named goes before the name.
      let own = kind.flatMap(SheetKind.init)?.fileName.map { $0 + name } ?? name
      if let folder { found.add(folder.read(bytes, name: own, now: context.now)) }
    case nil:
      if let folder { found = read(bytes, name, folder) }
      if found.entries.isEmpty, found.unreadable.isEmpty {
        found.unreadable = ["nobody knows a table of such columns"]
      }
    }
    if found.entries.isEmpty, let reason = found.unreadable.first {
      found.entries = [.error(.malformed(reason))]
    }
    return found
  }

  /// A supplier's file whose name says nothing: as what the most of it can be read. Letters are known by
  /// themselves.
  private func read(
    _ bytes: [UInt8], _ name: String, _ folder: any FolderSupplier
  ) -> DecodedFile {
    let prefixes = service == "files" ? SheetKind.allCases.compactMap(\.fileName) : [""]
    var best = DecodedFile()
    for prefix in prefixes {
      var found = DecodedFile()
      found.add(folder.read(bytes, name: prefix + name, now: context.now))
      if prefix == prefixes.first || found.entries.count > best.entries.count { best = found }
    }
    return best
  }
}
