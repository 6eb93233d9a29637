/// Every service that an account can be connected to.
package enum ConnectorTable {
  /// In the order in which they are listed to the operator.
  package static let all: [ServiceDescriptor] = [
    Shopify.descriptor, WooCommerce.descriptor,
    CJ.descriptor, AliExpress.descriptor, Files.descriptor, FilesShop.descriptor, Email.descriptor,
    SeventeenTrack.descriptor, AfterShip.descriptor, EasyPost.descriptor, Shippo.descriptor,
    Karrio.descriptor, Stripe.descriptor,
  ]

  /// The service of that name, as written in the configuration; nil where there is none.
  package static func service(_ name: String) -> ServiceDescriptor? {
    all.first { $0.service == name }
  }
}
