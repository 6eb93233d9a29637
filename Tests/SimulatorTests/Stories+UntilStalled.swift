@testable import Simulator

extension Stories {
  /// What goes well, and what goes wrong until a parcel stalls.
  static let untilStalled: [Told] = [
    Told(
      .happy, mended: true,
      """
      0d 0:02 shop paid
      0d 0:50 supplier CREATED
      0d 0:52 supplier UNPAID
      0d 1:16 supplier UNSHIPPED
      1d 9:53 supplier SHIPPED
      1d 9:54 scan label US
      1d 10:16 shop completed
      1d 10:16 number 9200190100000730002716
      1d 10:33 shop tracking usps 9200190100000730002716
      1d 15:28 scan pickedUp US
      2d 2:27 scan departed US
      2d 20:23 scan arrived US
      3d 21:11 scan outForDelivery US
      4d 2:56 scan delivered US
      4d 6:36 supplier DELIVERED
      """),
    Told(
      .unpaid, mended: true,
      """
      2d 12:12 shop paid
      2d 12:58 supplier CREATED
      2d 13:03 supplier UNPAID
      2d 13:26 supplier UNSHIPPED
      4d 2:27 supplier SHIPPED
      4d 2:27 scan label US
      4d 2:51 shop completed
      4d 2:51 number 9200190100000730002716
      4d 2:55 shop tracking usps 9200190100000730002716
      4d 11:27 scan pickedUp US
      4d 22:04 scan departed US
      5d 9:21 scan arrived US
      6d 3:42 scan outForDelivery US
      6d 8:34 scan delivered US
      6d 11:52 supplier DELIVERED
      """),
    Told(
      .unpaid, mended: false,
      """
      7d 7:58 shop cancelled
      """),
    Told(
      .badAddress, mended: true,
      """
      0d 0:00 shop paid
      0d 15:58 shop address corrected
      0d 16:34 supplier CREATED
      0d 16:38 supplier UNPAID
      0d 16:49 supplier UNSHIPPED
      1d 6:48 supplier SHIPPED
      1d 6:49 scan label US
      1d 7:11 shop completed
      1d 7:11 number LX730002715CN
      1d 7:31 shop tracking china-post LX730002715CN
      1d 16:39 scan pickedUp CN
      2d 3:03 scan departed CN
      5d 5:52 scan arrived US
      5d 13:10 scan customsProcessing US
      5d 20:01 scan customsReleased US
      6d 21:00 scan arrived US
      7d 8:01 scan outForDelivery US
      7d 15:32 scan delivered US
      7d 19:00 supplier DELIVERED
      """),
    Told(
      .badAddress, mended: false,
      """
      0d 0:00 shop paid
      5d 6:55 shop refund 16520: Address could not be confirmed
      5d 6:55 shop refunded
      """),
    Told(
      .unmapped, mended: true,
      """
      0d 0:02 shop paid
      1d 4:08 supplier CREATED
      1d 4:12 supplier UNPAID
      1d 4:35 supplier UNSHIPPED
      2d 17:36 supplier SHIPPED
      2d 17:37 scan label US
      2d 18:15 shop completed
      2d 18:15 number LX730002715CN
      2d 18:21 shop tracking china-post LX730002715CN
      2d 23:10 scan pickedUp CN
      3d 17:50 scan departed CN
      6d 11:41 scan arrived US
      6d 23:36 scan customsProcessing US
      7d 12:49 scan customsReleased US
      8d 1:39 scan arrived US
      8d 10:31 scan outForDelivery US
      8d 16:16 scan delivered US
      8d 19:15 supplier DELIVERED
      """),
    Told(
      .unmapped, mended: false,
      """
      0d 0:02 shop paid
      4d 21:14 shop refund 24330: No supplier for this product
      4d 21:14 shop refunded
      """),
    Told(
      .cancelled, mended: true,
      """
      0d 0:01 shop paid
      0d 0:21 shop cancelled
      """),
    Told(
      .refundedInPart, mended: true,
      """
      0d 0:01 shop paid
      0d 0:11 supplier CREATED
      0d 0:15 supplier UNPAID
      0d 0:51 supplier UNSHIPPED
      0d 17:24 supplier SHIPPED
      0d 17:24 scan label US
      0d 18:12 shop completed
      0d 18:12 number LX730002715CN
      0d 18:25 shop tracking china-post LX730002715CN
      1d 2:25 scan pickedUp CN
      1d 20:23 scan departed CN
      3d 23:11 scan arrived US
      4d 7:52 scan customsProcessing US
      4d 18:28 scan customsReleased US
      5d 8:24 scan arrived US
      6d 5:18 scan outForDelivery US
      6d 8:39 scan delivered US
      6d 13:21 supplier DELIVERED
      7d 20:35 shop note
      8d 6:35 shop refund 1295: One piece scratched
      """),
    Told(
      .notBought, mended: true,
      """
      0d 0:01 shop paid
      0d 7:13 supplier CREATED
      0d 7:17 supplier UNPAID
      0d 7:53 supplier UNSHIPPED
      1d 0:26 supplier SHIPPED
      1d 0:26 scan label US
      1d 1:14 shop completed
      1d 1:14 number LX730002715CN
      1d 1:27 shop tracking china-post LX730002715CN
      1d 9:27 scan pickedUp CN
      2d 3:25 scan departed CN
      4d 6:13 scan arrived US
      4d 14:54 scan customsProcessing US
      5d 1:30 scan customsReleased US
      5d 15:26 scan arrived US
      6d 12:20 scan outForDelivery US
      6d 15:41 scan delivered US
      6d 20:23 supplier DELIVERED
      """),
    Told(
      .notBought, mended: false,
      """
      0d 0:01 shop paid
      4d 4:14 shop refund 16520: Out of stock
      4d 4:14 shop refunded
      """),
    Told(
      .silentSupplier, mended: true,
      """
      0d 0:01 shop paid
      0d 0:11 supplier CREATED
      2d 2:19 supplier UNSHIPPED
      3d 4:42 supplier SHIPPED
      3d 4:42 scan label US
      3d 5:30 shop completed
      3d 5:30 number LX730002715CN
      3d 5:49 shop tracking china-post LX730002715CN
      3d 9:59 scan pickedUp CN
      4d 3:01 scan departed CN
      7d 3:22 scan arrived US
      7d 11:55 scan customsProcessing US
      8d 1:20 scan customsReleased US
      8d 13:45 scan arrived US
      9d 11:07 scan outForDelivery US
      9d 17:03 scan delivered US
      9d 20:06 supplier DELIVERED
      """),
    Told(
      .silentSupplier, mended: false,
      """
      0d 0:01 shop paid
      0d 0:11 supplier CREATED
      5d 0:20 supplier CANCELLED
      5d 17:22 shop refund 16520: Supplier did not answer
      5d 17:22 shop refunded
      """),
    Told(
      .stuckBeforeDispatch, mended: true,
      """
      0d 0:01 shop paid
      0d 0:11 supplier CREATED
      0d 0:15 supplier UNPAID
      0d 0:51 supplier UNSHIPPED
      7d 2:07 supplier SHIPPED
      7d 2:07 scan label US
      7d 2:55 shop completed
      7d 2:55 number LX730002715CN
      7d 3:08 shop tracking china-post LX730002715CN
      7d 11:08 scan pickedUp CN
      8d 5:06 scan departed CN
      10d 7:54 scan arrived US
      10d 16:35 scan customsProcessing US
      11d 3:11 scan customsReleased US
      11d 17:07 scan arrived US
      12d 14:01 scan outForDelivery US
      12d 17:22 scan delivered US
      12d 22:04 supplier DELIVERED
      """),
    Told(
      .stuckBeforeDispatch, mended: false,
      """
      0d 0:01 shop paid
      0d 0:11 supplier CREATED
      0d 0:15 supplier UNPAID
      0d 0:51 supplier UNSHIPPED
      10d 13:02 supplier CANCELLED
      11d 5:32 shop refund 16520: Supplier could not deliver
      11d 5:32 shop refunded
      """),
    Told(
      .noNumber, mended: true,
      """
      0d 0:01 shop paid
      0d 0:11 supplier CREATED
      0d 0:15 supplier UNPAID
      0d 0:51 supplier UNSHIPPED
      0d 17:24 supplier SHIPPED
      0d 17:24 scan label US
      0d 18:12 shop completed
      1d 2:25 scan pickedUp CN
      1d 20:23 scan departed CN
      3d 23:11 scan arrived US
      4d 7:52 scan customsProcessing US
      4d 18:28 scan customsReleased US
      5d 8:24 scan arrived US
      6d 5:18 scan outForDelivery US
      6d 8:39 scan delivered US
      6d 10:57 supplier DELIVERED
      6d 11:37 number LX730002715CN
      6d 11:56 shop tracking china-post LX730002715CN
      """),
    Told(
      .noNumber, mended: false,
      """
      0d 0:01 shop paid
      0d 0:11 supplier CREATED
      0d 0:15 supplier UNPAID
      0d 0:51 supplier UNSHIPPED
      0d 17:24 supplier SHIPPED
      0d 17:24 scan label US
      0d 18:12 shop completed
      1d 2:25 scan pickedUp CN
      1d 20:23 scan departed CN
      3d 23:11 scan arrived US
      4d 7:52 scan customsProcessing US
      4d 18:28 scan customsReleased US
      5d 8:24 scan arrived US
      6d 5:18 scan outForDelivery US
      6d 8:39 scan delivered US
      6d 12:26 supplier DELIVERED
      """),
    Told(
      .labelOnly, mended: true,
      """
      0d 0:01 shop paid
      0d 0:11 supplier CREATED
      0d 0:15 supplier UNPAID
      0d 0:51 supplier UNSHIPPED
      0d 17:24 supplier SHIPPED
      0d 17:24 scan label US
      0d 18:12 shop completed
      0d 18:12 number LX730002715CN
      0d 18:25 shop tracking china-post LX730002715CN
      9d 21:49 scan pickedUp CN
      10d 15:47 scan departed CN
      12d 18:35 scan arrived US
      13d 3:16 scan customsProcessing US
      13d 13:52 scan customsReleased US
      14d 3:48 scan arrived US
      15d 0:42 scan outForDelivery US
      15d 4:03 scan delivered US
      15d 8:45 supplier DELIVERED
      """),
    Told(
      .labelOnly, mended: false,
      """
      0d 0:01 shop paid
      0d 0:11 supplier CREATED
      0d 0:15 supplier UNPAID
      0d 0:51 supplier UNSHIPPED
      0d 17:24 supplier SHIPPED
      0d 17:24 scan label US
      0d 17:59 shop completed
      0d 17:59 number LX730002715CN
      0d 18:13 shop tracking china-post LX730002715CN
      20d 4:59 shop refund 16520: Never handed to the carrier
      20d 4:59 shop refunded
      """),
    Told(
      .stalled, mended: true,
      """
      0d 0:01 shop paid
      0d 0:11 supplier CREATED
      0d 0:15 supplier UNPAID
      0d 0:51 supplier UNSHIPPED
      0d 17:24 supplier SHIPPED
      0d 17:24 scan label US
      0d 17:47 shop completed
      0d 17:47 number LX730002715CN
      0d 18:07 shop tracking china-post LX730002715CN
      1d 2:25 scan pickedUp CN
      1d 20:23 scan departed CN
      3d 23:11 scan arrived US
      20d 8:57 scan departed US
      20d 16:15 scan customsProcessing US
      20d 23:06 scan customsReleased US
      22d 0:05 scan arrived US
      22d 11:06 scan outForDelivery US
      22d 18:37 scan delivered US
      22d 22:05 supplier DELIVERED
      """),
    Told(
      .stalled, mended: false,
      """
      0d 0:01 shop paid
      0d 0:11 supplier CREATED
      0d 0:15 supplier UNPAID
      0d 0:51 supplier UNSHIPPED
      0d 17:24 supplier SHIPPED
      0d 17:24 scan label US
      0d 17:56 shop completed
      0d 17:56 number LX730002715CN
      0d 18:03 shop tracking china-post LX730002715CN
      1d 2:25 scan pickedUp CN
      1d 20:23 scan departed CN
      3d 23:11 scan arrived US
      39d 0:03 scan lost US
      41d 15:32 shop refund 16520: Lost in transit
      41d 15:32 shop refunded
      """),
  ]
}
