<%@ Page Language="C#" AutoEventWireup="true" Inherits="Maple.Sample.TimeoutLogoutPage" EnableViewState="false" %>
<!DOCTYPE html>
<html lang="en">
<head><title>Your session has ended</title></head>
<body>
<h1>Your session has ended</h1>
<p>Nothing was done for a while, so you were signed out. <a href="/ecp/">Sign in again</a></p>
</body>
</html>
