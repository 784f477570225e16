"""Who works at which screen of the hall (柜位登录), and how often a PIN was wrong."""
