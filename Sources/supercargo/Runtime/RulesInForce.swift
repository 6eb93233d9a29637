import Fulfillment
import Settings

extension Configuration {
  /// The thresholds with the policies of claims, which are read only where rules are run.
  func rulesInForce() throws -> Thresholds {
    var rules = thresholds
    rules.policies = try Policies.inForce(folder)
    return rules
  }
}
