@testable import Simulator

extension Stories {
  /// What goes wrong on the road and after.
  static let onTheRoad: [Told] = [
    Told(
      .customs, mended: true,
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
      4d 7:52 scan customsHeld US
      9d 17:14 scan customsReleased US
      10d 7:10 scan arrived US
      11d 4:04 scan outForDelivery US
      11d 7:25 scan delivered US
      11d 12:07 supplier DELIVERED
      """),
    Told(
      .customs, mended: false,
      """
      0d 0:01 shop paid
      0d 0:11 supplier CREATED
      0d 0:15 supplier UNPAID
      0d 0:51 supplier UNSHIPPED
      0d 17:24 supplier SHIPPED
      0d 17:24 scan label US
      0d 18:07 shop completed
      0d 18:07 number LX730002715CN
      0d 18:20 shop tracking china-post LX730002715CN
      1d 2:25 scan pickedUp CN
      1d 20:23 scan departed CN
      3d 23:11 scan arrived US
      4d 7:52 scan customsHeld US
      14d 16:11 scan returning US
      19d 18:00 scan returned CN
      23d 13:14 shop refund 16520: Came back to the sender
      23d 13:14 shop refunded
      """),
    Told(
      .lost, mended: true,
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
      15d 2:44 scan lost US
      17d 18:13 shop refund 16520: Lost in transit
      17d 18:13 shop refunded
      """),
    Told(
      .damaged, mended: true,
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
      6d 7:12 scan damaged US
      10d 21:30 shop refund 16520: Damaged in transit
      10d 21:30 shop refunded
      """),
    Told(
      .reusedNumber, mended: true,
      """
      0d 0:01 shop paid
      0d 0:06 supplier CREATED
      0d 0:10 supplier UNPAID
      0d 0:51 supplier UNSHIPPED
      1d 6:50 supplier SHIPPED
      1d 6:50 scan label DE
      1d 7:13 shop completed
      1d 7:13 number 9200190100000730002716
      1d 7:20 shop tracking usps 9200190100000730002716
      1d 9:54 scan label US
      1d 15:28 scan pickedUp US
      1d 15:38 scan pickedUp CN
      2d 2:27 scan departed US
      2d 13:42 number LX730002830CN
      2d 13:51 shop tracking china-post LX730002830CN
      2d 15:12 scan departed CN
      2d 20:23 scan arrived US
      3d 21:11 scan outForDelivery US
      4d 2:56 scan delivered US
      5d 10:34 scan arrived DE
      5d 14:10 scan customsProcessing DE
      5d 19:48 scan customsReleased DE
      6d 10:13 scan arrived DE
      7d 2:30 scan outForDelivery DE
      7d 10:06 scan delivered DE
      7d 11:54 supplier DELIVERED
      """),
    Told(
      .reusedNumber, mended: false,
      """
      0d 0:01 shop paid
      0d 0:06 supplier CREATED
      0d 0:10 supplier UNPAID
      0d 0:51 supplier UNSHIPPED
      1d 6:50 supplier SHIPPED
      1d 6:50 scan label DE
      1d 7:13 shop completed
      1d 7:13 number 9200190100000730002716
      1d 7:17 shop tracking usps 9200190100000730002716
      1d 9:54 scan label US
      1d 15:28 scan pickedUp US
      1d 15:38 scan pickedUp CN
      2d 2:27 scan departed US
      2d 15:12 scan departed CN
      2d 20:23 scan arrived US
      3d 21:11 scan outForDelivery US
      4d 2:56 scan delivered US
      5d 10:34 scan arrived DE
      5d 14:10 scan customsProcessing DE
      5d 19:48 scan customsReleased DE
      6d 10:13 scan arrived DE
      7d 2:30 scan outForDelivery DE
      7d 10:06 scan delivered DE
      7d 11:50 supplier DELIVERED
      """),
    Told(
      .invalidNumber, mended: true,
      """
      0d 0:01 shop paid
      0d 0:11 supplier CREATED
      0d 0:15 supplier UNPAID
      0d 0:51 supplier UNSHIPPED
      0d 17:24 supplier SHIPPED
      0d 17:24 scan label US
      0d 18:12 shop completed
      0d 18:12 number LX730002716CN
      0d 18:30 shop tracking china-post LX730002716CN
      1d 2:25 scan pickedUp CN
      1d 20:23 scan departed CN
      2d 21:33 number LX730002715CN
      2d 21:39 shop tracking china-post LX730002715CN
      3d 23:11 scan arrived US
      4d 7:52 scan customsProcessing US
      4d 18:28 scan customsReleased US
      5d 8:24 scan arrived US
      6d 5:18 scan outForDelivery US
      6d 8:39 scan delivered US
      6d 12:03 supplier DELIVERED
      """),
    Told(
      .invalidNumber, mended: false,
      """
      0d 0:01 shop paid
      0d 0:11 supplier CREATED
      0d 0:15 supplier UNPAID
      0d 0:51 supplier UNSHIPPED
      0d 17:24 supplier SHIPPED
      0d 17:24 scan label US
      0d 18:12 shop completed
      0d 18:12 number LX730002716CN
      0d 18:25 shop tracking china-post LX730002716CN
      1d 2:25 scan pickedUp CN
      1d 20:23 scan departed CN
      3d 23:11 scan arrived US
      4d 7:52 scan customsProcessing US
      4d 18:28 scan customsReleased US
      5d 8:24 scan arrived US
      6d 5:18 scan outForDelivery US
      6d 8:39 scan delivered US
      6d 13:21 supplier DELIVERED
      """),
    Told(
      .failedDelivery, mended: true,
      """
      0d 0:01 shop paid
      0d 0:11 supplier CREATED
      0d 0:15 supplier UNPAID
      0d 0:51 supplier UNSHIPPED
      0d 17:24 supplier SHIPPED
      0d 17:24 scan label US
      0d 17:45 shop completed
      0d 17:45 number LX730002715CN
      0d 17:56 shop tracking china-post LX730002715CN
      1d 2:25 scan pickedUp CN
      1d 20:23 scan departed CN
      3d 23:11 scan arrived US
      4d 7:52 scan customsProcessing US
      4d 18:28 scan customsReleased US
      5d 8:24 scan arrived US
      6d 5:18 scan outForDelivery US
      6d 8:39 scan attemptFailed US
      8d 6:18 scan outForDelivery US
      8d 9:35 scan delivered US
      8d 13:19 supplier DELIVERED
      """),
    Told(
      .failedDelivery, mended: false,
      """
      0d 0:01 shop paid
      0d 0:11 supplier CREATED
      0d 0:15 supplier UNPAID
      0d 0:51 supplier UNSHIPPED
      0d 17:24 supplier SHIPPED
      0d 17:24 scan label US
      0d 17:45 shop completed
      0d 17:45 number LX730002715CN
      0d 17:56 shop tracking china-post LX730002715CN
      1d 2:25 scan pickedUp CN
      1d 20:23 scan departed CN
      3d 23:11 scan arrived US
      4d 7:52 scan customsProcessing US
      4d 18:28 scan customsReleased US
      5d 8:24 scan arrived US
      6d 5:18 scan outForDelivery US
      6d 8:39 scan attemptFailed US
      11d 2:33 scan returning US
      15d 23:12 scan returned CN
      18d 6:57 shop refund 16520: Came back to the sender
      18d 6:57 shop refunded
      """),
    Told(
      .pickup, mended: true,
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
      6d 5:18 scan pickupReady US
      11d 2:42 scan delivered US
      11d 7:24 supplier DELIVERED
      """),
    Told(
      .pickup, mended: false,
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
      4d 7:52 scan customsProcessing US
      4d 18:28 scan customsReleased US
      5d 8:24 scan arrived US
      6d 5:18 scan pickupReady US
      13d 21:21 scan returning US
      21d 13:13 scan returned CN
      24d 4:03 shop refund 16520: Came back to the sender
      24d 4:03 shop refunded
      """),
    Told(
      .returnedToSender, mended: true,
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
      4d 7:52 scan customsProcessing US
      4d 18:28 scan customsReleased US
      5d 8:24 scan arrived US
      6d 5:18 scan outForDelivery US
      6d 19:07 scan returning US
      14d 10:59 scan returned CN
      17d 1:49 shop refund 16520: Came back to the sender
      17d 1:49 shop refunded
      """),
    Told(
      .returnRequested, mended: true,
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
      10d 2:47 shop return of 1 YOGA-MAT
      10d 2:47 shop return-requested
      16d 7:39 shop note
      16d 7:39 shop completed
      """),
    Told(
      .returnRequested, mended: false,
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
      10d 2:47 shop return of 1 YOGA-MAT
      10d 2:47 shop return-requested
      39d 9:32 shop refund 14170: Return accepted
      39d 9:32 shop refunded
      """),
  ]
}
