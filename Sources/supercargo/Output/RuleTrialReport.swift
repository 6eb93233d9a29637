import Fulfillment

/// What the trial of a rule came to, as text and as JSON.
enum RuleTrialReport {
  /// What is to be said where a rule that learns was tried.
  static let seedsOnly =
    "Learned limits are tried by their seeds alone: what history has taught since was not known then."

  /// - Parameter isInForce: what was tried is what is in force, and nothing else.
  static func lines(
    _ comparison: RuleTrialRun.Comparison, isBrief: Bool, isInForce: Bool = false
  ) -> [String] {
    let trial = comparison.tried
    var lines = [
      "\(trial.code): \(comparison.title) (\(comparison.limit))".sanitised(limit: 300),
      (isInForce ? "  in force  " : "  tried     ") + figures(trial),
    ]
    if isInForce {
      // Nothing to compare it with.
    } else if let inForce = comparison.inForce {
      let limit = comparison.limitInForce.map { " (\($0))" } ?? ""
      lines.append("  in force  " + (figures(inForce) + limit).sanitised(limit: 300))
    } else {
      lines.append("  in force  nothing: the rule is new")
    }
    guard !isBrief else { return lines }
    for sample in trial.samples {
      lines.append(
        "  "
          + ("\(sample.orderName)  \(sample.firedAt.minuteText)  \(outcome(sample))  "
          + sample.reason).sanitised(limit: 300))
    }
    return lines
  }

  /// `fired 214 times of 10000 orders, 152 true (71.0 %), caught 38.2 % of 398 bad orders, 3.2 d ahead`
  private static func figures(_ trial: RuleTrial) -> String {
    let open = trial.undecided > 0 ? ", \(trial.undecided) still open" : ""
    let share = trial.precision.map { " (\(percent($0)))" } ?? ""
    let caught =
      trial.recall.map { ", caught \(percent($0)) of \(trial.bad) bad orders" }
      ?? ", no order came out badly"
    let lead = trial.medianLead.map { ", \($0.daysText) ahead" } ?? ""
    return "fired \(trial.fired) times of \(trial.examined) orders\(open), \(trial.right) true"
      + share + caught + lead
  }

  private static func outcome(_ sample: RuleTrial.Sample) -> String {
    guard let trouble = sample.end.trouble else {
      return sample.isRight ? "true: it came out" : "false alarm"
    }
    let at = sample.end.knownAt.map { " \($0.minuteText)" } ?? ""
    return "true: \(trouble.rawValue)\(at)"
  }

  private static func percent(_ share: Double) -> String {
    let tenths = Int((share * 1000).rounded())
    return "\(tenths / 10).\(tenths % 10) %"
  }

  static func json(_ comparison: RuleTrialRun.Comparison) -> JSON {
    .object([
      ("code", .string(comparison.tried.code)), ("title", .string(comparison.title)),
      ("limit", .string(comparison.limit)), ("tried", json(comparison.tried)),
      ("in_force", comparison.inForce.map { Self.json($0) } ?? JSON.null),
      ("limit_in_force", .text(comparison.limitInForce)),
      ("examples", .array(comparison.tried.samples.map { json($0) })),
    ])
  }

  private static func json(_ trial: RuleTrial) -> JSON {
    .object([
      ("orders", .count(trial.examined)), ("bad", .count(trial.bad)),
      ("fired", .count(trial.fired)), ("open", .count(trial.undecided)),
      ("true", .count(trial.right)), ("precision", trial.precision.map(JSON.number) ?? .null),
      ("caught", .count(trial.caught)), ("recall", trial.recall.map(JSON.number) ?? .null),
      (
        "lead_days",
        trial.medianLead.map { JSON.number(Double($0.milliseconds / 86_400) / 1000) } ?? .null
      ),
    ])
  }

  private static func json(_ sample: RuleTrial.Sample) -> JSON {
    .object([
      ("order", .string(sample.orderName)), ("order_id", .integer(sample.order.number)),
      ("fired_at", .time(sample.firedAt)), ("true", .bool(sample.isRight)),
      ("outcome", .text(sample.end.trouble?.rawValue)), ("known_at", .time(sample.end.knownAt)),
      ("reason", .string(sample.reason)),
    ])
  }
}
