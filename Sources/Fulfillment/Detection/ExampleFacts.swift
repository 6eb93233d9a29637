/// The facts the rules' examples start from: one ordinary order of Monday 2026-03-02, 8:00 UTC.
package enum ExampleFacts {
  /// Monday 2026-03-02 08:00 UTC.
  package static let monday = Timestamp(seconds: 1_772_438_400)
}
