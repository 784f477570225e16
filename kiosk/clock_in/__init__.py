"""The clock-in screen (打卡屏): what came of a finger, and staff number and PIN instead of one."""
