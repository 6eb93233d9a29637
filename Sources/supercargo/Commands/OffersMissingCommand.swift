import ArgumentParser
import Connectors
import Fulfillment
import Settings
import Store
import Sync

/// `supercargo offers missing [SHOP]`
struct OffersMissingCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "missing",
    abstract: "Hold what a shop sells against the offers: what nobody fills, what is not sold.",
    discussion: """
      Asks the shop for its products and changes nothing. \"no offer\": a sku that no supplier fills, so \
      an order of it waits for you; \"no sku\": nothing can be mapped to it; \"twice\": two products have \
      that sku; \"not sold\": an offer for a sku that no shop asked has.
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var listing: ListingOptions

  @Option(name: .long, help: "Only this shop; without it every shop that lists its products.")
  var shop: String?

  func run() async throws {
    let offers = try global.openStore().offers()
    let configuration = try global.home.configuration(withSecrets: true)
    let shops = try self.shops(configuration)
    let transport = HTTPClientTransport()
    let result: Result<[OfferGap], any Error>
    do {
      result = .success(try await gaps(shops, offers, transport))
    } catch {
      result = .failure(error)
    }
    try await transport.shutdown()
    let found = try result.get()
    var lister = try Lister(OfferGap.columns, options: listing)
    let words = listing.filter.map { $0.lowercased() }
    let shown = found.filter { gap in
      let text = "\(gap.gap.rawValue) \(gap.sku) \(gap.title) \(gap.shop)".lowercased()
      return words.allSatisfy { text.contains($0) }
    }
    shown.prefix(listing.limit ?? .max).forEach { lister.add($0) }
    try lister.finish()
  }

  private func shops(
    _ configuration: Configuration
  ) throws -> [(name: String, shop: any Cataloguing)] {
    let shops = configuration.accounts.compactMap {
      entry -> (name: String, shop: any Cataloguing)? in
      guard self.shop == nil || self.shop == entry.account.name,
        let descriptor = ConnectorTable.service(entry.account.service),
        let catalogue = descriptor.connect(entry.account, entry.credentials).cataloguing
      else { return nil }
      return (name: entry.account.name, shop: catalogue)
    }
    guard !shops.isEmpty else {
      throw Failure(
        shop.map { "\($0) can't be asked for its products" }
          ?? "there is no shop that can be asked for its products",
        "only accounts of the service woocommerce list them", status: .usage)
    }
    return shops
  }

  private func gaps(
    _ shops: [(name: String, shop: any Cataloguing)], _ offers: [Offer],
    _ transport: some Transport
  ) async throws -> [OfferGap] {
    var sold: [(shop: String, item: ShopItem)] = []
    for (name, shop) in shops {
      var progress = ProgressLine(name, quiet: global.quiet || listing.json || listing.csv)
      do throws(ConnectorError) {
        sold += try await CatalogueReader(shop, transport).items { progress.show($0, of: 0) }
          .map { (shop: name, item: $0) }
      } catch {
        progress.finish()
        throw Failure("\(name) can't be asked for its products", error.message)
      }
      progress.finish()
    }
    return OfferGap.all(sold, offers)
  }
}

/// Everything that a shop sells, read page by page.
struct CatalogueReader<Line: Transport> {
  private let shop: any Cataloguing
  private let transport: Line
  /// More are no shop's.
  private static var mostPages: Int { 5000 }

  init(_ shop: any Cataloguing, _ transport: Line) {
    self.shop = shop
    self.transport = transport
  }

  /// - Parameter tell: called with how many there are so far.
  func items(_ tell: (Int) -> Void) async throws(ConnectorError) -> [ShopItem] {
    var items: [ShopItem] = []
    for item in try await pages({ shop.items($0, $1) }) {
      if item.hasVariations {
        items += try await pages { shop.variations(of: item, $0, $1) }
      } else {
        items.append(item)
      }
      tell(items.count)
    }
    return items
  }

  private func pages(
    _ request: (Cursor?, RequestContext) -> Exchange<Page<ShopItem>>
  ) async throws(ConnectorError) -> [ShopItem] {
    var (items, cursor, count) = ([ShopItem](), nil as Cursor?, 0)
    repeat {
      let context = RequestContext(now: SystemTime().now(), nonce: SystemRandom().nonce())
      let exchange = request(cursor, context)
      let response = try await transport.send(
        exchange.request, timeout: .seconds(30), maxBody: 32_000_000)
      let page = try exchange.decode(response)
      items += page.items
      count += 1
      cursor = count < Self.mostPages ? page.next : nil
    } while cursor != nil
    return items
  }
}

/// Where a shop's products and the offers do not meet.
struct OfferGap: Hashable {
  enum Kind: String { case noOffer = "no offer", noSKU = "no sku", twice, notSold = "not sold" }

  var gap: Kind
  var sku: String
  var title: String
  /// "" for an offer.
  var shop: String
  /// Who fills it; "" for a product.
  var supplier = ""

  /// What needs an offer first, then what is not sold.
  static func all(_ sold: [(shop: String, item: ShopItem)], _ offers: [Offer]) -> [OfferGap] {
    let offered = Set(offers.map(\.sku))
    var (gaps, seen) = ([OfferGap](), [String: Int]())
    for (shop, item) in sold where item.isShipped {
      guard !item.sku.isEmpty else {
        gaps.append(OfferGap(gap: .noSKU, sku: "", title: item.title, shop: shop))
        continue
      }
      seen[shop + "\u{0}" + item.sku, default: 0] += 1
      if seen[shop + "\u{0}" + item.sku] == 2 {
        gaps.append(OfferGap(gap: .twice, sku: item.sku, title: item.title, shop: shop))
      }
      if !offered.contains(item.sku), seen[shop + "\u{0}" + item.sku] == 1 {
        gaps.append(OfferGap(gap: .noOffer, sku: item.sku, title: item.title, shop: shop))
      }
    }
    let skus = Set(sold.map(\.item.sku))
    for offer in offers where !skus.contains(offer.sku) {
      gaps.append(
        OfferGap(gap: .notSold, sku: offer.sku, title: "", shop: "", supplier: offer.supplier))
    }
    return gaps
  }

  static let columns: [ListColumn<OfferGap>] = [
    .text("gap") { $0.gap.rawValue }, .text("sku") { $0.sku }, .text("title") { $0.title },
    .text("shop") { $0.shop }, .text("supplier") { $0.supplier },
  ]
}
