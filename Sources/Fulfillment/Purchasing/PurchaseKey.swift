/// The key of a purchase: a function of storefront, order, supplier, lines, units and generation, and of
/// nothing else. Suppliers refuse or find an order by it.
package enum PurchaseKey {
  /// At most 40 characters of `A-Z a-z 0-9 -`: CJ's `orderNumber` takes 50 (apis.md 3).
  package static func of(_ draft: PurchaseDraft) -> String {
    var hash = Hash()
    for text in [draft.storefront, draft.externalID, draft.supplier] { hash.add(text) }
    let items = draft.items.sorted {
      ($0.line, $0.part, $0.firstUnit) < ($1.line, $1.part, $1.firstUnit)
    }
    for item in items {
      hash.add(item.line)
      hash.add(item.part)
      hash.add("\(item.firstUnit)+\(item.units)")
    }
    hash.add("\(draft.generation)")
    if let replacement = draft.replacement { hash.add("again \(replacement.again)") }
    let name = draft.orderName.unicodeScalars.filter {
      $0.isASCII && $0.properties.isAlphabetic || ("0"..."9").contains($0)
    }
    return "SC-" + String(String.UnicodeScalarView(name.prefix(12))) + "-" + hash.text
  }

  /// FNV-1a over 128 bits (Fowler, Noll, Vo): stable between versions and machines, which the standard
  /// library's hashing is not.
  private struct Hash {
    private var state = UInt128(0x6C62_272E_07BB_0142) << 64 | UInt128(0x62B8_2175_6295_C58D)

    mutating func add(_ text: String) {
      for byte in text.utf8 { mix(byte) }
      // So that ("ab", "c") and ("a", "bc") differ.
      mix(0xFF)
    }

    private mutating func mix(_ byte: UInt8) {
      state ^= UInt128(byte)
      state = state &* (UInt128(1) << 88 | UInt128(0x13B))
    }

    /// 24 characters of base 36.
    var text: String {
      let digits = String(state, radix: 36)
      return String((String(repeating: "0", count: 25) + digits).suffix(24)).uppercased()
    }
  }
}
