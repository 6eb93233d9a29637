extension SchemaV6 {
  /// What a tracker said of the parcel when it was last asked, as a digest: most of what it says it has
  /// said before.
  static let tracking = ["ALTER TABLE shipment ADD COLUMN report INTEGER"]
}
