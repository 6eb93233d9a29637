/// What a storefront promises its customers about returns, or what a supplier grants the seller, as the
/// operator wrote it down. nil: not written, and so not known.
package struct ReturnPolicy: Hashable, Sendable {
  /// Who pays the postage of goods that come back.
  package enum Payer: String, CaseIterable, Sendable { case customer, seller, supplier }

  /// "": any.
  package var storefront: String
  /// "": what the storefront promises; a name: what that supplier grants.
  package var supplier: String
  /// From delivery on.
  package var window: Span?
  package var pays: Payer?
  /// Goods worth less are not asked back; the one in the order's currency counts.
  package var keepBelow: [Money]
  /// Kept of a refund, in hundredths of a percent.
  package var restocking: Int?
  /// The supplier takes goods back.
  package var takesBack: Bool?
  /// What the supplier credits of its price, in hundredths of a percent.
  package var credits: Int?
  /// What sending goods back costs.
  package var postage: Money?
  /// Where goods go.
  package var address: String

  package init(
    storefront: String = "", supplier: String = "", window: Span? = nil, pays: Payer? = nil,
    keepBelow: [Money] = [], restocking: Int? = nil, takesBack: Bool? = nil, credits: Int? = nil,
    postage: Money? = nil, address: String = ""
  ) {
    self.storefront = storefront
    self.supplier = supplier
    self.window = window
    self.pays = pays
    self.keepBelow = keepBelow
    self.restocking = restocking
    self.takesBack = takesBack
    self.credits = credits
    self.postage = postage
    self.address = address
  }
}

/// The operator's rules about returns: `[returns]` and every `[[returns.policy]]`.
package struct ReturnRules: Hashable, Sendable {
  /// The first that matches counts.
  package var policies: [ReturnPolicy]
  /// Above any of these a second operator must approve; empty: never.
  package var secondAbove: [Money]

  package init(policies: [ReturnPolicy] = [], secondAbove: [Money] = []) {
    self.policies = policies
    self.secondAbove = secondAbove
  }

  /// What that storefront promises; nil: nothing is written.
  package func shop(_ storefront: String) -> ReturnPolicy? {
    policies.first { $0.supplier.isEmpty && ($0.storefront.isEmpty || $0.storefront == storefront) }
  }

  /// What that supplier grants for goods sold in that storefront; nil: nothing is written.
  package func supplier(_ name: String, storefront: String) -> ReturnPolicy? {
    guard !name.isEmpty else { return nil }
    return policies.first {
      $0.supplier.lowercased() == name.lowercased()
        && ($0.storefront.isEmpty || $0.storefront == storefront)
    }
  }
}
