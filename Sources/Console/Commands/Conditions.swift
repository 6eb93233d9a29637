import Fulfillment

// When commands can be run, and why not.

extension ConsoleState {
  var rowAvailability: Availability {
    rowCount(of: focus) > 0 ? .available : .unavailable("the list is empty")
  }

  var openAvailability: Availability {
    if focus == .exceptions, let row = exceptions.selected, row.order == nil {
      return .unavailable("this is about an account: see Activity (6)")
    }
    if focus == .claims, let row = claims.selected, row.order == nil {
      return .unavailable("nobody knows which order this dispute is about")
    }
    return rowAvailability
  }

  var contactAvailability: Availability {
    guard availability(.order).isAvailable else { return availability(.order) }
    if !isOrderFocused || order == nil {
      if markCount(of: focus) > 1 { return .unavailable("a message is about one order: unmark") }
      if focus == .queue, queue.selected?.supplier.isEmpty == true, queue.marks.isEmpty {
        return .unavailable("no supplier is known for this order")
      }
    } else if order?.detail?.row.supplier.isEmpty == true {
      return .unavailable("no supplier is known for this order")
    }
    return .available
  }

  var repeatAvailability: Availability {
    guard let lastVerb else { return .unavailable("nothing to repeat yet") }
    return availability(lastVerb.targetKind)
  }

  var undoAvailability: Availability {
    // What is on its way to the store can be taken back as soon as it is there.
    guard requests.decisions.isEmpty else { return .available }
    guard let undoable else { return .unavailable("there is nothing to undo") }
    guard undoable.batch != nil else {
      return .unavailable(
        undoable.newer.map { "\($0.target): \($0.reason)" } ?? "there is nothing to undo")
    }
    if let until = undoable.undoableUntil, until <= now {
      return .unavailable("\(undoable.title) has left: it cannot be taken back any more")
    }
    return .available
  }

  var orderStepAvailability: Availability {
    rowCount(of: focus) > 0 && ![.suppliers, .numbers, .activity].contains(focus)
      ? .available : .unavailable("there is no list behind this order")
  }

  var pullAvailability: Availability {
    switch sync {
    case .off(let why): .unavailable(why)
    case .elsewhere(let holder): .unavailable("\(holder) does the pulling")
    case .here: accounts.isEmpty ? .unavailable("no account is connected") : .available
    }
  }

  var themeAvailability: Availability {
    settings.themes.count > 1 ? .available : .unavailable("there is only one theme")
  }
}

extension Verb {
  /// What it is applied to.
  var targetKind: TargetKind {
    switch self {
    case .snooze, .decide(.acknowledge), .decide(.snooze), .decide(.resolve): .standing
    case .decide(.note), .decide(.tag), .decide(.untag), .decide(.contactSupplier): .order
    case .decide(.approveReturn), .decide(.declineReturn), .decide(.askReturn),
      .decide(.sendReturn), .decide(.receiveReturn), .decide(.missReturn), .decide(.refundReturn),
      .decide(.replaceReturn), .decide(.closeReturn):
      .returns
    // Each names the purchases it is for; repeated, they are those of the orders.
    case .decide(.buy), .decide(.approvePurchase), .decide(.holdPurchase),
      .decide(.releasePurchase), .decide(.dropPurchase), .decide(.cancelPurchase),
      .decide(.settlePlaced), .decide(.settleAbsent), .decide(.stopBuying),
      .decide(.startBuying), .decide(.pauseSupplier), .decide(.resumeSupplier),
      .decide(.moveVolume), .decide(.tellCustomer), .decide(.withholdNotice),
      .decide(.noticeArrived), .decide(.noticeLost):
      .order
    }
  }

  /// `acknowledge`, `snooze`, ...
  var word: String {
    switch self {
    case .snooze: "snooze"
    case .decide(let decision): decision.verb
    }
  }
}
