/// One connection to the outside: a shop, a supplier's API, a tracking aggregator or who takes the
/// payments.
package struct Account: Hashable, Sendable {
  /// What an account is pulled for.
  package enum Role: String, CaseIterable, Sendable {
    case storefront, supplier, tracker, payments
  }

  /// The operator's own name for it, unique.
  package var name: String
  /// The connector: `woocommerce`, `cj`, `easypost`, `17track`, `files`.
  package var service: String
  package var role: Role

  package init(name: String, service: String, role: Role) {
    self.name = name
    self.service = service
    self.role = role
  }
}

/// Who fills orders. A supplier may be pulled through an account or be worked by hand.
package struct Supplier: Hashable, Sendable {
  /// Unique name as the operator writes it: `CJ`, `Shenzhen agent`.
  package var name: String
  /// The account its order states are pulled from, by name; nil where it is worked by hand.
  package var account: String?
  /// Where to write to it.
  package var contact: String?
  /// Business days it promises from order to hand-over.
  package var handlingDays: Int?

  package init(
    name: String, account: String? = nil, contact: String? = nil, handlingDays: Int? = nil
  ) {
    self.name = name
    self.account = account
    self.contact = contact
    self.handlingDays = handlingDays
  }
}
