"""The guide desk (导办台): numbers taken for somebody, found, put back in the queue, cancelled."""
