extension Command {
  /// Money to be had back for losses.
  static let claiming: [Command] = [
    Command(
      "claim", "Take the claim on; hand in the evidence for a dispute; shows it first",
      group: .claims, keys: ["y"], in: .claims, footer: "claim",
      availability: { $0.claimAvailability },
      run: { state, _ in state.takeClaimOn() }),
    Command(
      "claim-steps", "Choose what became of the claim", group: .claims, keys: ["m"], in: .claims,
      footer: "steps", availability: { $0.claimStepAvailability },
      run: { state, _ in state.openClaimSteps() }),
  ]
}
